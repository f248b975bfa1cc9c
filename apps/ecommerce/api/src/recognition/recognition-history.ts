import { LintelError, predictionMade } from '@lintel/contracts';
import {
  addToOutbox,
  DataSource,
  encodeEvent,
  IsNull,
  LessThan,
  Not,
  sealedText,
  SubjectVault,
  type EntityManager,
  type FindOptionsWhere,
  type OutboxEvent,
  type Repository,
  type SubjectSealer,
} from '@lintel/data';
import {
  productRecognised,
  type Recognition,
  type RecognitionPage,
  type RecognitionQuery,
} from '@lintel/ecommerce-contract';
import { correlationId } from '@lintel/service';
import { Injectable } from '@nestjs/common';
import { RECOGNISER } from '../model/recogniser';
import { keepOriginals } from './original-pictures';
import { RecognitionRow } from './recognition-row';
import { openFileNames, openThumbnail, sealPart, type PersonalPart, type SealedPart } from './recognition-secrets';

/** What the predictor saw and took for it, which drift is found in. */
export interface Observed {
  readonly modelVersionId: string;
  readonly features: Readonly<Record<string, number>>;
}
export type NewRecognition = Omit<RecognitionRow, 'sequence' | 'deletedAt' | keyof SealedPart> &
  PersonalPart &
  Observed & {
    /** The picture as it was received, or a smaller one where it was too large to keep. */
    readonly original: Buffer;
  };

/** The event that brought the picture, and the transaction in which it is handled. */
export interface PhotoOrigin {
  readonly event: { readonly id: string; readonly source: string; readonly correlationId?: string };
  readonly transaction: EntityManager;
}

const SOURCE = '/ecommerce/api';
/** Opens in the event alone. */
const EVENT_FILE_NAME = 'product-recognised.file-name';

/** What was recognised, newest first. */
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
   * All or none of them, and with them the events that tell of them.
   * @param subjectId whose pictures they are: names and pictures are sealed with their key
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

  /** @throws LintelError INVALID_ARGUMENT for a cursor that is none of ours */
  async page({ limit, cursor, className, unsure, checked }: RecognitionQuery): Promise<RecognitionPage> {
    const filter: FindOptionsWhere<RecognitionRow> = {
      ...(className === undefined ? {} : { className }),
      ...(unsure === undefined ? {} : { unsure }),
      ...(checked === undefined ? {} : { verdictClass: checked ? Not(IsNull()) : IsNull() }),
    };
    const where = cursor === undefined ? filter : { ...filter, sequence: LessThan(checkCursor(cursor)) };
    const [found, total] = await Promise.all([
      // One more than asked for tells whether there is a next page.
      this.rows.find({ where, order: { sequence: 'DESC' }, take: limit + 1 }),
      this.rows.countBy(filter),
    ]);
    const items = found.slice(0, limit);
    const nextCursor = found.length > limit ? (items.at(-1)?.sequence ?? null) : null;
    const names = await openFileNames(this.vault, items);
    return { items: items.map((row, index) => recognitionOf(row, names[index]!)), nextCursor, total };
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
    const select = { sequence: true, thumbnailSealed: true, plainThumbnail: true };
    return openThumbnail(this.vault, (await this.rows.findOne({ where: { id }, select })) ?? notFound(id));
  }

  /** A row as its readers get it. */
  async opened(row: RecognitionRow): Promise<Recognition> {
    const [fileName] = await openFileNames(this.vault, [row]);
    return recognitionOf(row, fileName!);
  }

  /** May be repeated. @throws LintelError NOT_FOUND where there never was one */
  async delete(id: string): Promise<void> {
    const { affected } = await this.rows.softDelete({ id });
    if (affected === 0 && !(await this.rows.exists({ where: { id }, withDeleted: true }))) notFound(id);
  }

  /** Undoes `delete`; may be repeated. @throws LintelError NOT_FOUND */
  async restore(id: string): Promise<Recognition> {
    await this.rows.restore({ id });
    return this.get(id);
  }
}

export function recognitionOf(row: Omit<RecognitionRow, 'sequence' | keyof SealedPart>, fileName: string): Recognition {
  const { id, createdAt, width, height, latencyMs, className, probability, top, unsure } = row;
  return {
    id,
    createdAt: createdAt.toISOString(),
    fileName,
    width,
    height,
    model: { name: row.modelName, sha256: row.modelSha256 },
    latencyMs,
    prediction: { className, probability, top, unsure },
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

/** Topics are copied and kept: the name travels sealed, and whoever may read it asks for the recognition. */
function recognisedEvent(row: NewRecognition, sealer: SubjectSealer, cause: Cause): OutboxEvent {
  const { id, className, probability, unsure, modelName, modelSha256 } = row;
  const model = { name: modelName, sha256: modelSha256 };
  const fileName = sealedText(sealer.seal(EVENT_FILE_NAME, Buffer.from(row.fileName)));
  const photo = { photoEventId: cause?.id ?? null, photoEventSource: cause?.source ?? null };
  const data = { id, fileName, className, probability, unsure, model, ...photo };
  return { topic: productRecognised.topic, ...encodeEvent(productRecognised, data, attributesOf(row, cause)) };
}

function predictionEvent(row: NewRecognition, cause: Cause): OutboxEvent {
  const { id, className, probability, unsure, latencyMs, features, createdAt } = row;
  const data = {
    predictionId: id,
    modelName: RECOGNISER,
    versionId: row.modelVersionId,
    className,
    confidence: probability,
    unsure,
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

const LARGEST_SEQUENCE = 2n ** 63n - 1n;

function checkCursor(cursor: string): string {
  if (/^\d{1,19}$/.test(cursor) && BigInt(cursor) <= LARGEST_SEQUENCE) return cursor;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The cursor is none that this service gave out.',
    expected: 'the nextCursor of the page before',
    received: cursor,
    cure: 'Leave the cursor out to start with the newest.',
  });
}

function notFound(id: string): never {
  throw recognitionMissing(id);
}

export function recognitionMissing(id: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no recognition ${id}.`,
    cure: 'Look in the history; a deleted one can be restored.',
  });
}
