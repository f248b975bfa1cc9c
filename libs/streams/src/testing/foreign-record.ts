/** A record as written by a program that does not use Lintel, byte for byte. */
export interface ForeignRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A name may occur several times. */
  readonly headers: readonly (readonly [name: Buffer, value: Buffer | null])[];
  readonly timestampMs: number;
}

/** Writes without the library, to an existing partition. @returns the offset of the record */
export type WriteForeign = (topic: string, partition: number, record: ForeignRecord) => Promise<number>;
