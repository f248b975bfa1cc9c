/** A record as a program writes it that knows nothing of Lintel, byte for byte. */
export interface ForeignRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A name may come several times. */
  readonly headers: readonly (readonly [name: Buffer, value: Buffer | null])[];
  readonly timestampMs: number;
}

/** Writes past the library, into a partition that exists. @returns the offset of the record */
export type WriteForeign = (topic: string, partition: number, record: ForeignRecord) => Promise<number>;
