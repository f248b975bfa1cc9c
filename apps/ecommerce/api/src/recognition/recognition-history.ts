import { LintelError, predictionMade } from '@lintel/contracts';
import { DataSource, SubjectVault, type EntityManager, type Repository, type SubjectSealer } from '@lintel/data';
import { sealedText, addToOutbox, encodeEvent, type OutboxEvent } from '@lintel/streams';
import { productRecognised, type Recognition } from '@lintel/ecommerce-contract';
import { correlationId } from '@lintel/service';
import { Injectable } from '@nestjs/common';
import { RECOGNISER } from '../model/recogniser';
import { keepOriginals, openOriginal } from './original-pictures';
import { RecognitionRow } from './recognition-row';
import { openFileNames, openThumbnail, sealPart, type PersonalPart, type SealedPart } from './recognition-secrets';

/** The version that answered, and the features of the picture, for drift detection. */
export interface Observed {
  readonly modelVersionId: string;
  readonly features: Readonly<Record<string, number>>;
}
export type NewRecognition = Omit<RecognitionRow, 'sequence' | 'deletedAt' | keyof SealedPart> &
  PersonalPart &
  Observed & {
    /** The original picture, or a smaller one if it was too large to store. */
    readonly original: Buffer;
  };

/** The event that contained the picture, and the transaction in which it is handled. */
export interface PhotoOrigin {
  readonly event: { readonly id: string; readonly source: string; readonly correlationId?: string };
  readonly transaction: EntityManager;
}

const SOURCE = '/ecommerce/api';
/** Context of the encryption: it can only be decrypted in this event. */
const EVENT_FILE_NAME = 'product-recognised.file-name';

/** Stores recognitions. */
@Injectable()
export class RecognitionHistory {
  private readonly rows: Repository<RecognitionRow>;

  constructor(
    private readonly database: DataSource,
    private readonly vault: SubjectVault,
  ) {
    this.rows = database.getRepository(RecognitionRow);
  }

  /**
   * Adds all or none of them, together with their events.
   * @param subjectId the subject of the pictures: names and pictures are encrypted with their key
   */
  async add(recognitions: readonly NewRecognition[], subjectId: string, origin?: PhotoOrigin): Promise<void> {
    const sealer = await this.vault.sealer(subjectId);
    const write = async (transaction: EntityManager): Promise<void> => {
      await transaction.insert(
        RecognitionRow,
        recognitions.map(({ features: _, original: _original, fileName, thumbnail, ...row }) => ({
          ...row,
          ...sealPart(sealer, { fileName, thumbnail }),
        })),
      );
      await keepOriginals(transaction, sealer, recognitions);
      await addToOutbox(
        transaction,
        recognitions.flatMap((row) => [
          recognisedEvent(row, sealer, origin?.event),
          predictionEvent(row, origin?.event),
        ]),
      );
    };
    await (origin === undefined ? this.database.transaction(write) : write(origin.transaction));
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Recognition> {
    return this.opened((await this.rows.findOneBy({ id })) ?? notFound(id));
  }

  /**
   * @returns WebP
   * @throws LintelError NOT_FOUND, SUBJECT_ERASED
   */
  async thumbnail(id: string): Promise<Buffer> {
    const select = { sequence: true, thumbnailSealed: true };
    return openThumbnail(this.vault, (await this.rows.findOne({ where: { id }, select })) ?? notFound(id));
  }

  /**
   * The original picture if it is still stored, otherwise the thumbnail, and the version that answered.
   * @throws LintelError NOT_FOUND, SUBJECT_ERASED
   */
  async picture(id: string): Promise<{ readonly picture: Buffer; readonly modelVersionId: string | null }> {
    const select = { sequence: true, thumbnailSealed: true, modelVersionId: true };
    const row = (await this.rows.findOne({ where: { id }, select })) ?? notFound(id);
    const original = await openOriginal(this.database, this.vault, id);
    return { picture: original ?? (await openThumbnail(this.vault, row)), modelVersionId: row.modelVersionId };
  }

  /** Converts a row to the API's format. */
  async opened(row: RecognitionRow): Promise<Recognition> {
    const [fileName] = await openFileNames(this.vault, [row]);
    return recognitionOf(row, fileName!);
  }

  /** Idempotent. @throws LintelError NOT_FOUND if there is no such recognition, deleted or not */
  async delete(id: string): Promise<void> {
    const { affected } = await this.rows.softDelete({ id });
    if (affected === 0 && !(await this.rows.exists({ where: { id }, withDeleted: true }))) notFound(id);
  }

  /** Undoes `delete`; idempotent. @throws LintelError NOT_FOUND */
  async restore(id: string): Promise<Recognition> {
    await this.rows.restore({ id });
    return this.get(id);
  }
}

export function recognitionOf(row: Omit<RecognitionRow, 'sequence' | keyof SealedPart>, fileName: string): Recognition {
  const { id, createdAt, width, height, latencyMs, className, probability, top, unsure, unsureReason } = row;
  return {
    id,
    createdAt: createdAt.toISOString(),
    fileName,
    width,
    height,
    model: { name: row.modelName, sha256: row.modelSha256 },
    latencyMs,
    prediction: { className, probability, top, unsure, unsureReason },
    verdict: verdictOf(row),
  };
}

function verdictOf({
  verdictClass,
  verdictAuthor,
  verdictAt,
}: Pick<RecognitionRow, 'verdictClass' | 'verdictAuthor' | 'verdictAt'>) {
  if (verdictClass === null || verdictAuthor === null || verdictAt === null) return null;
  return { className: verdictClass, author: verdictAuthor, givenAt: verdictAt.toISOString() };
}

type Cause = PhotoOrigin['event'] | undefined;

/** Topics are copied and retained, so the name is encrypted; those who may read it request the recognition. */
function recognisedEvent(row: NewRecognition, sealer: SubjectSealer, cause: Cause): OutboxEvent {
  const { id, className, probability, unsure, unsureReason, modelName, modelSha256 } = row;
  const model = { name: modelName, sha256: modelSha256 };
  const fileName = sealedText(sealer.seal(EVENT_FILE_NAME, Buffer.from(row.fileName)));
  const photo = { photoEventId: cause?.id ?? null, photoEventSource: cause?.source ?? null };
  const data = { id, fileName, className, probability, unsure, unsureReason, model, ...photo };
  return { topic: productRecognised.topic, ...encodeEvent(productRecognised, data, attributesOf(row, cause)) };
}

function predictionEvent(row: NewRecognition, cause: Cause): OutboxEvent {
  const { id, className, probability, unsure, unsureReason, latencyMs, features, createdAt } = row;
  const data = {
    predictionId: id,
    modelName: RECOGNISER,
    versionId: row.modelVersionId,
    outcome: className,
    confidence: probability,
    unsure,
    unsureReason,
    latencyMs,
    features: { ...features },
    madeAt: createdAt.toISOString(),
  };
  return { topic: predictionMade.topic, ...encodeEvent(predictionMade, data, attributesOf(row, cause)) };
}

function attributesOf({ createdAt }: NewRecognition, cause: Cause) {
  const correlation = cause === undefined ? correlationId() : cause.correlationId;
  return { source: SOURCE, time: createdAt, ...(correlation === undefined ? {} : { correlationId: correlation }) };
}

function notFound(id: string): never {
  throw recognitionMissing(id);
}

export function recognitionMissing(id: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no recognition ${id}.`,
    cure: 'Look in the history. A deleted one can be restored from the bin for 30 days.',
  });
}
