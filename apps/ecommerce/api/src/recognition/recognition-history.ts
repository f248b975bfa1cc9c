import { LintelError, predictionMade } from '@lintel/contracts';
import {
  addToOutbox,
  DataSource,
  encodeEvent,
  IsNull,
  LessThan,
  Not,
  type EntityManager,
  type FindOptionsWhere,
  type OutboxEvent,
  type Repository,
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
import { RecognitionRow } from './recognition-row';

/** What the predictor saw and took for it, which drift is found in. */
export interface Observed {
  readonly modelVersionId: string;
  readonly features: Readonly<Record<string, number>>;
}
export type NewRecognition = Omit<RecognitionRow, 'sequence' | 'deletedAt'> & Observed;

/** The event that brought the picture, and the transaction in which it is handled. */
export interface PhotoOrigin {
  readonly event: { readonly id: string; readonly correlationId?: string };
  readonly transaction: EntityManager;
}

const SOURCE = '/ecommerce/api';

/** What was recognised, newest first. */
@Injectable()
export class RecognitionHistory {
  private readonly rows: Repository<RecognitionRow>;

  constructor(private readonly database: DataSource) {
    this.rows = database.getRepository(RecognitionRow);
  }

  /** All or none of them, and with them the events that tell of them. */
  async add(recognitions: readonly NewRecognition[], origin?: PhotoOrigin): Promise<void> {
    const write = async (transaction: EntityManager): Promise<void> => {
      await transaction.insert(
        RecognitionRow,
        recognitions.map(({ features: _, ...row }) => row),
      );
      await addToOutbox(
        transaction,
        recognitions.flatMap((row) => [recognisedEvent(row, origin?.event), predictionEvent(row, origin?.event)]),
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
    return { items: items.map(recognitionOf), nextCursor, total };
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Recognition> {
    return recognitionOf((await this.rows.findOneBy({ id })) ?? notFound(id));
  }

  /**
   * @returns WebP
   * @throws LintelError NOT_FOUND
   */
  async thumbnail(id: string): Promise<Buffer> {
    const row = await this.rows.findOne({ where: { id }, select: { sequence: true, thumbnail: true } });
    return (row ?? notFound(id)).thumbnail;
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

export function recognitionOf(row: Omit<RecognitionRow, 'sequence' | 'thumbnail'>): Recognition {
  const { id, createdAt, fileName, width, height, latencyMs, className, probability, top, unsure } = row;
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

function recognisedEvent(row: NewRecognition, cause: Cause): OutboxEvent {
  const { id, fileName, className, probability, unsure, modelName, modelSha256 } = row;
  const model = { name: modelName, sha256: modelSha256 };
  const data = { id, fileName, className, probability, unsure, model, photoEventId: cause?.id ?? null };
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
