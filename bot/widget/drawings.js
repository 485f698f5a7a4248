// The drawings, each the path of its shape on a grid of 24 by 24.

export const DRAWINGS = {
  chat: "M3 3h18v14H9l-6 5V3zm2 2v13l3-3h11V5H5zm3 3h8v2H8V8zm0 4h6v1.5H8V12z",
  close: "m12 10.6 6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6L6 4.6l6 6z",
  menu: "M4 10h4v4H4v-4zm6 0h4v4h-4v-4zm6 0h4v4h-4v-4z",
  send: "m12 4 7 7-1.5 1.5-4.4-4.4V20h-2.2V8.1l-4.4 4.4L5 11l7-7z",
  emergency: "M12 2 1 21h22L12 2zm1 16h-2v-2h2v2zm0-4h-2v-5h2v5z",
  see_doctor: "M10 3h4v7h7v4h-7v7h-4v-7H3v-4h7V3z",
  copied: "m9 16.2-4.2-4.2L3.4 13.4 9 19 21 7l-1.4-1.4L9 16.2z",
  copy: "M8 2h12v14H8V2zm2 2v10h8V4h-8zM4 6h2v14h10v2H4V6z",
};
