// The two little functions the content modules are written with.
//
//   m(id, from, at, subject, body, options)   a mail that starts a thread
//   r(id, parent, from, at, body, options)    a reply to the mail called `parent`
//
// `at` is the sender's local time, 'YYYY-MM-DD HH:MM'.
// In Nora's own mails the greeting and the close are added by the builder, and
// a body may start with "~ " (Thanks for your note.) or "^ " (Many thanks for this.).
// In a body, {{a}} stands for the attribution line and {{3}} for the quoted
// fourth paragraph of the parent: that is how replies between the lines are written.
//
// Options: to, cc, greet, close, raw, subject, labels, facts, q (quoting style:
// 'top', 'outlook', 'bottom', 'inline', 'none'), html ('only', 'alt'), rawHtml, cte,
// attach, headers, report.
export const m = (id, from, at, subject, body, options = {}) => ({ id, from, at, subject, body, ...options });
export const r = (id, parent, from, at, body, options = {}) => ({ id, parent, from, at, body, ...options });
