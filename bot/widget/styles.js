// Puts the look, styles.css, into a shadow root.

import { make } from "./dom.js";
import STYLES from "./styles.css";

let sheet = null;

/**
 * A constructed sheet needs no permission of the page's Content-Security-Policy.
 * Browsers without (Safari before 16.4) load the file.
 */
export function dress(root) {
  if (!("adoptedStyleSheets" in root)) {
    const href = new URL("styles.css", import.meta.url).href;
    root.append(make("link", { rel: "stylesheet", href }));
    return;
  }
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  root.adoptedStyleSheets = [sheet];
}
