// The look, all of it inside the shadow root. A constructed sheet needs no
// permission of the page's Content-Security-Policy; browsers from before 2023 that
// have none get a <style> element.

const LIGHT = `
  --accent: var(--why-chat-accent, #0b6e5f); --on-accent: var(--why-chat-on-accent, #fff);
  --surface: var(--why-chat-surface, #fff); --back: var(--why-chat-back, #f3f6f7);
  --text: var(--why-chat-text, #17202a); --quiet: var(--why-chat-quiet, #55606b);
  --line: var(--why-chat-line, #d5dce1); --edge: #75818c;
  --danger: #a31515; --danger-back: #fdeeee; --care: #7a4300; --care-back: #fff5e3;
  color-scheme: light;`;

const DARK = `
  --accent: var(--why-chat-accent, #63d2be); --on-accent: var(--why-chat-on-accent, #06231e);
  --surface: var(--why-chat-surface, #1b232a); --back: var(--why-chat-back, #12181d);
  --text: var(--why-chat-text, #e8edf1); --quiet: var(--why-chat-quiet, #a9b5bf);
  --line: var(--why-chat-line, #33404a); --edge: #8794a0;
  --danger: #ffb4ab; --danger-back: #3d1513; --care: #ffd08a; --care-back: #33260c;
  color-scheme: dark;`;

const RULES = `
:host { all: initial !important; display: block !important; ${LIGHT}
  font: var(--why-chat-font, 1rem/1.5 system-ui, sans-serif) !important;
  color: var(--text) !important; }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
:host([theme="dark"]) { ${DARK} }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; margin: 0; padding: 0; }
ul, ol { list-style: none; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; background: none; border: 1px solid transparent; }
a { color: var(--accent); }
svg { width: 1.25rem; height: 1.25rem; fill: currentColor; flex: none; }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }

.launcher, .panel { position: fixed; z-index: var(--why-chat-layer, 2147483000);
  bottom: calc(var(--why-chat-offset, 1rem) + env(safe-area-inset-bottom));
  inset-inline-end: var(--why-chat-offset, 1rem); }
:host([position="start"]) .launcher, :host([position="start"]) .panel {
  inset-inline: var(--why-chat-offset, 1rem) auto; }
.launcher { display: flex; align-items: center; gap: .5rem; min-height: 3rem;
  padding: .6rem 1.1rem; border-radius: 2rem; font-weight: 600;
  background: var(--accent); color: var(--on-accent);
  box-shadow: 0 2px 4px #0003, 0 6px 20px #0003; }
.launcher:hover { filter: brightness(1.08); }

.panel { display: flex; flex-direction: column; overflow: hidden;
  width: var(--why-chat-width, 25rem); height: var(--why-chat-height, 40rem);
  max-width: calc(100vw - 2rem); max-height: calc(100vh - 2rem);
  background: var(--surface); border: 1px solid var(--line);
  border-radius: var(--why-chat-radius, 1rem);
  box-shadow: 0 4px 12px #0002, 0 12px 48px #0003; animation: rise .16s ease-out; }
:host([position="inline"]) .panel { position: relative; inset: auto; z-index: auto;
  width: var(--why-chat-width, 100%); max-width: 100%; box-shadow: none; animation: none; }
@keyframes rise { from { opacity: 0; transform: translateY(.5rem); } }

.top { display: flex; align-items: center; gap: .25rem; padding: .5rem .5rem .5rem 1rem;
  border-bottom: 1px solid var(--line); }
.top:dir(rtl) { padding: .5rem 1rem .5rem .5rem; }
h2 { flex: 1; min-width: 0; font-size: 1.05rem; line-height: 1.3; font-weight: 650;
  overflow-wrap: anywhere; }
.round { display: grid; place-items: center; flex: none; width: 2.75rem; height: 2.75rem;
  border-radius: 50%; color: var(--quiet); }
.round:hover { background: var(--back); color: var(--text); }

.menu { position: absolute; z-index: 1; top: 3.5rem; inset-inline-end: .75rem;
  display: grid; min-width: 14rem; max-width: calc(100% - 1.5rem); padding: .35rem;
  background: var(--surface); border: 1px solid var(--line); border-radius: .75rem;
  box-shadow: 0 6px 24px #0004; }
.menu > * { border: 1px solid transparent; padding: .6rem .75rem; border-radius: .5rem; text-align: start;
  color: var(--text); text-decoration: none; overflow-wrap: anywhere; }
.menu > :hover { background: var(--back); }
.sure, .banner { padding: .75rem 1rem; border-bottom: 1px solid var(--line);
  background: var(--care-back); color: var(--care); font-size: .95rem; }
.sure, .banner { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
.banner span { flex: 1 1 60%; }
.sure p { flex: 1 1 100%; font-weight: 600; }
.sure button, .again { min-height: 2rem; padding: .2rem .75rem; border-radius: .5rem;
  border-color: currentColor; }
.sure .danger { background: var(--danger); border-color: var(--danger);
  color: var(--surface); }
::slotted(*) { flex: 1 1 100%; margin: 0 !important; color: var(--text) !important; }

.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain;
  padding: 1rem; background: var(--back); scrollbar-width: thin; }
.log:focus-visible { outline-offset: -3px; }
.welcome { display: grid; gap: .6rem; }
.welcome .choices { margin: 0; }
h3 { font-size: .9rem; font-weight: 600; color: var(--quiet); margin-top: .25rem; }
.messages { display: flex; flex-direction: column; gap: .75rem; }
.messages li { min-width: 0; }
.reader, .assistant { max-width: 90%; }
.reader { align-self: flex-end; }
.bubble { position: relative; padding: .65rem .9rem; border: 1px solid var(--line);
  border-radius: 1rem; background: var(--surface); overflow-wrap: anywhere; }
.bubble > * + * { margin-top: .5rem; }
.bubble > .unseen + * { margin-top: 0; }
.bubble p, .bubble li { white-space: pre-wrap; }
.reader .bubble { background: var(--accent); color: var(--on-accent);
  border-color: transparent; border-end-end-radius: .3rem; }
.assistant .bubble { border-end-start-radius: .3rem; }
.reader.failed .bubble { background: var(--surface); color: var(--text);
  border: 1px dashed var(--danger); }
.bubble > ul:not([class]) > li { padding-inline-start: 1.1rem; position: relative; }
.bubble > ul:not([class]) > li + li { margin-top: .25rem; }
.bubble > ul:not([class]) > li::before { content: "•"; position: absolute;
  inset-inline-start: .2rem; }
.problem { margin-top: .35rem; font-size: .9rem; text-align: end; color: var(--danger); }
.notice { align-self: center; text-align: center; font-size: .9rem; color: var(--quiet);
  padding: .25rem .5rem; }

.alert { max-width: 100%; }
.alert .bubble { border-width: 1px 1px 1px .35rem; }
.alert .bubble:dir(rtl) { border-width: 1px .35rem 1px 1px; }
.word { display: flex; align-items: center; gap: .5rem; font-size: 1.1rem; font-weight: 700; }
.emergency .bubble { background: var(--danger-back); border-color: var(--danger); }
.emergency .word { color: var(--danger); }
.doctor .bubble { background: var(--care-back); border-color: var(--care); }
.doctor .word { color: var(--care); }

.sources { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem;
  padding-inline-end: 2.25rem; font-size: .85rem; color: var(--quiet); }
.alert .sources { color: inherit; }
.sources ul { display: contents; }
.sources a { display: inline-block; padding: .15rem .6rem; border-radius: 1rem;
  border: 1px solid var(--line); background: var(--back); text-decoration: none; }
.sources a:hover { text-decoration: underline; }
.copy { position: absolute; inset-inline-end: .4rem; bottom: .4rem; display: grid;
  place-items: center; width: 2rem; height: 2rem; border-radius: .5rem;
  color: var(--quiet); }
.copy:hover { background: var(--back); color: var(--text); }
.copy svg { width: 1rem; height: 1rem; }
.choices { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
.choices.list { flex-direction: column; gap: .35rem; }
.choices button { min-height: 2.5rem; padding: .35rem .9rem; border-radius: 1.25rem;
  border-color: var(--accent); color: var(--accent); background: var(--surface);
  text-align: start; overflow-wrap: anywhere; }
.choices.list button { width: 100%; border-radius: .75rem; }
.choices button:disabled { opacity: .6; cursor: default; }
.choices button:enabled:hover { background: var(--accent); color: var(--on-accent); }

.dots { display: inline-flex; gap: .3rem; margin-top: .75rem; padding: .9rem 1rem;
  background: var(--surface); border: 1px solid var(--line); border-radius: 1rem; }
.dots i { width: .45rem; height: .45rem; border-radius: 50%; background: var(--quiet);
  animation: beat 1.2s infinite; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes beat { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; } }

.form { display: flex; align-items: flex-end; gap: .5rem; padding: .75rem .75rem .25rem; }
textarea { flex: 1; min-width: 0; resize: none; max-height: 8rem; padding: .55rem .9rem;
  line-height: 1.4; background: var(--surface); border: 1px solid var(--edge);
  border-radius: 1.35rem; overflow-wrap: anywhere; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
textarea:focus-visible { outline-width: 2px; outline-offset: -1px; }
.send { background: var(--accent); color: var(--on-accent); }
.send:hover { background: var(--accent); color: var(--on-accent); filter: brightness(1.08); }
.send:dir(rtl) svg { transform: scaleX(-1); }
.note { padding: .15rem 1rem .6rem; font-size: .8rem; line-height: 1.35; text-align: center;
  color: var(--quiet); }

@media (max-width: 30rem), (max-height: 30rem) {
  :host(:not([position="inline"])) .panel { inset: 0; width: 100%; height: 100%;
    max-width: none; max-height: none; border: 0; border-radius: 0; }
}
@media (max-height: 22rem) { .note { display: none; } }
@media (prefers-reduced-motion: reduce) {
  * { animation: none !important; transition: none !important; }
  .dots i { opacity: .6; }
}
@media (forced-colors: active) {
  .launcher, .choices button, .send, .copy, .round { border-color: ButtonText; }
  .reader .bubble { border-color: Highlight; }
  .dots i { background: CanvasText; }
  svg { fill: currentColor; }
}
`;

let sheet = null;

/** Puts the styles into a shadow root. */
export function dress(root) {
  if (!("adoptedStyleSheets" in root)) {
    const style = document.createElement("style");
    style.textContent = RULES;
    root.append(style);
    return;
  }
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  root.adoptedStyleSheets = [sheet];
}
