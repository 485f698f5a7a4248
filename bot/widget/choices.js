// Which replies' choices are over: a tap on them would answer another question.

const SELF_CHECK = "self_check";

/** Marks them as `over`; gives those that were not marked before. */
export function close(items) {
  const closed = [];
  let open = [];
  let turn = 0;
  const end = (replies) => {
    for (const { item } of replies) closed.push(Object.assign(item, { over: true }));
    open = open.filter((entry) => !entry.item.over);
  };
  for (const item of items) {
    if (item.from === "reader") {
      turn += 1;
      // What was tapped before a reload is known by its title only.
      if (!item.body?.button) end(open.filter((entry) => offers(entry, item.text)).slice(-1));
    } else if (item.from === "assistant") {
      const checked = item.kind === SELF_CHECK;
      if (checked) end(open.filter((entry) => entry.checked && entry.turn < turn));
      if (item.buttons.length && !item.over) open.push({ item, checked, turn });
    }
  }
  return closed;
}

function offers({ item }, text) {
  return item.buttons.some(({ title }) => title === text);
}
