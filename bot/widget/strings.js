// Every text the reader sees or hears, in one table; publishers override any of
// them with the `strings` attribute (JSON) or property. {names} are filled in.

export const STRINGS = {
  heading: "Ask the article",
  launcher: "Ask a question",
  close: "Close the chat",
  menu: "More",
  newChat: "New chat",
  whatsapp: "Continue on WhatsApp",
  forget: "Delete this conversation",
  forgetQuestion: "Delete this conversation for good?",
  forgetYes: "Delete",
  forgetNo: "Keep it",
  forgotten: "The conversation was deleted.",
  notForgotten: "The conversation could not be deleted. Try again.",
  forgottenHere: "The assistant no longer has the key to this conversation and could not delete it. It was removed from this browser.",
  expired: "Your earlier conversation has expired. This is a new one.",
  log: "Conversation",
  welcome: "Ask me anything about this article. I answer from its text only, and show you the section.",
  starters: "For example",
  field: "Your question",
  placeholder: "Type your question",
  send: "Send",
  note: "Information, not a diagnosis. In an emergency, call your local emergency number.",
  you: "You",
  assistant: "Assistant",
  typing: "The assistant is writing",
  slow: "This takes longer than usual. Still working on it.",
  emergency: "Emergency",
  seeDoctor: "See a doctor",
  source: "Source",
  section: "Section {number}",
  newTab: "opens in a new tab",
  choices: "Choices: {titles}",
  copy: "Copy this answer",
  copied: "Copied",
  notCopied: "Could not be copied",
  notSent: "Not sent.",
  tryAgain: "Try again",
  offline: "You are offline. What you send goes out when you are back.",
  unreachable: "The assistant cannot be reached just now.",
  tooFast: "That was too fast. Try again in {seconds} seconds.",
  tooLong: "That is too long. Please shorten it.",
};

/** The text with its {names} filled in. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
