/** Hands a file that the page made to the owner, as a download. */

/** Saves bytes or text under a name; the place is the owner's choice or the folder of downloads. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download reads the address after this moment.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
