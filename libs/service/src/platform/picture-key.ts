/** Where a picture that a person labelled is kept among the artefacts. */
export function pictureKey(sha256: string): string {
  return `pictures/${sha256.slice(0, 2)}/${sha256}`;
}
