import { LintelError } from '@lintel/contracts';
import { type TableRow } from '@lintel/core-ml';
import { type LabelledPictures, type SubjectSealer } from '@lintel/data';

/** Rows labelled by people, kept whole as they were received, and sealed with the key of their subject. */
export class LabelledRows {
  constructor(private readonly inputs: Pick<LabelledPictures, 'put' | 'get'>) {}

  /**
   * Stored completely before it returns; may be repeated.
   * @returns SHA-256 (hex) of the row as JSON, which identifies it from now on
   */
  put(row: TableRow, sealer: SubjectSealer): Promise<string> {
    return this.inputs.put(Buffer.from(JSON.stringify(row)), sealer);
  }

  /**
   * @returns null if all subjects of the row were erased
   * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT
   */
  async get(sha256: string): Promise<TableRow | null> {
    const bytes = await this.inputs.get(sha256).catch((error: unknown) => {
      if (error instanceof LintelError && error.code === 'SUBJECT_ERASED') return null;
      throw error;
    });
    return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as TableRow);
  }
}
