import { openValue, keyIdOf, sealValue, subjectErased, type SubjectKey } from './sealed-value';
import type { SubjectKeys } from './subject-keys';

/** Seals values with the key of one subject. */
export interface SubjectSealer {
  /** Stored with the row, so that an erasure can find it. */
  readonly keyId: string;
  /** @param field table and column, or another name of the place: `recognition.thumbnail` */
  seal(field: string, plain: Uint8Array): Buffer;
}

/** Seals the data of a vertical's subjects with a key per subject. */
export class SubjectVault {
  constructor(
    readonly keys: SubjectKeys,
    readonly vertical: string,
  ) {}

  async sealer(subjectId: string): Promise<SubjectSealer> {
    return this.sealerOf(await this.keys.keyOf(this.vertical, subjectId));
  }

  /** Returns the sealer for a sealed value's subject. @throws LintelError SUBJECT_ERASED */
  async sealerLike(sealed: Buffer): Promise<SubjectSealer> {
    return this.sealerById(keyIdOf(sealed));
  }

  /** @throws LintelError SUBJECT_ERASED */
  async sealerById(keyId: string): Promise<SubjectSealer> {
    return this.sealerOf(await this.keys.keyById(keyId));
  }

  /** @throws LintelError SUBJECT_ERASED, ARTIFACT_CORRUPT */
  async open(field: string, sealed: Buffer): Promise<Buffer> {
    const [plain] = await this.openEach(field, [sealed]);
    if (plain == null) throw subjectErased();
    return plain;
  }

  /** In the order of the values; null if the subject was erased. @throws LintelError ARTIFACT_CORRUPT */
  async openEach(field: string, sealed: readonly Buffer[]): Promise<(Buffer | null)[]> {
    const keys = await this.keys.keysById(sealed.map(keyIdOf));
    return sealed.map((value) => {
      const key = keys.get(keyIdOf(value));
      return key === undefined ? null : openValue(key, this.placeOf(field), value);
    });
  }

  private sealerOf(key: SubjectKey): SubjectSealer {
    return { keyId: key.id, seal: (field, plain) => sealValue(key, this.placeOf(field), plain) };
  }

  private placeOf(field: string): string {
    return `${this.vertical}/${field}`;
  }
}
