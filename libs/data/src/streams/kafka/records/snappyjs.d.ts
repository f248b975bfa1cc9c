declare module 'snappyjs' {
  /** @throws Error where the bytes are damaged or announce more than `maxLength` */
  export function uncompress(compressed: Buffer, maxLength?: number): Buffer;
}
