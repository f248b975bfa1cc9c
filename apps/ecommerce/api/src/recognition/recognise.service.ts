import { LintelError } from '@lintel/contracts';
import {
  pictureThumbnail,
  type AnsweringVersion,
  type Outcome as Answer,
  type PicturePrediction,
} from '@lintel/core-ml';
import { type RecogniseResponse } from '@lintel/ecommerce-contract';
import { correlationId, problemOf, ServedModel, type Upload } from '@lintel/service';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { OriginalBudget } from './original-pictures';
import { RecognitionHistory, recognitionOf, type NewRecognition, type PhotoOrigin } from './recognition-history';

type Outcome = { fileName: string; refused: LintelError } | { recognised: NewRecognition };
const NO_VERDICT = { verdictClass: null, verdictAuthor: null, verdictAt: null };
type Picture = Extract<Upload, { bytes: unknown }>;

const THUMBNAIL_SIDE_PIXELS = 256;
/** Pictures are collected up to this size, so that small ones share a batch and memory stays bounded. */
const BATCH_BYTES = 20 * 1024 * 1024;
/** Each request may hold a batch in memory. */
const MAX_CONCURRENT_REQUESTS = 32;

/** Recognises the pictures of a request or an event and stores the results. */
@Injectable()
export class RecogniseService {
  private inProgress = 0;

  constructor(
    private readonly model: ServedModel<'image-classification'>,
    private readonly history: RecognitionHistory,
  ) {}

  /**
   * @param subject returns the subject of the pictures, called after all of them were read
   * @param signal aborted when the client disconnects: the pictures are then removed from the model's queue
   * @returns an outcome for every picture, in the order sent
   * @throws LintelError MODEL_NOT_READY; SERVICE_UNAVAILABLE while too many requests are in progress; the errors of
   *   `uploads`; the first refusal if no picture was recognised. Nothing is stored then.
   */
  async recognise(
    uploads: AsyncIterable<Upload>,
    subject: () => string,
    signal?: AbortSignal,
  ): Promise<RecogniseResponse> {
    this.model.current();
    if (this.inProgress >= MAX_CONCURRENT_REQUESTS) throw busy();
    this.inProgress++;
    try {
      const outcomes = await this.decide(uploads, signal);
      const recognised = outcomes.flatMap((outcome) => ('recognised' in outcome ? [outcome.recognised] : []));
      if (recognised.length === 0) throw allRefused(outcomes);
      await this.history.add(recognised, subject());
      return { outcomes: outcomes.map(describe) };
    } finally {
      this.inProgress--;
    }
  }

  /**
   * Recognises a picture from an event; the result is committed in the event's transaction.
   * @throws LintelError MODEL_NOT_READY (a retry can help); the refusal of the picture
   */
  async recognisePhoto(picture: Picture, subjectId: string, origin: PhotoOrigin): Promise<void> {
    const [outcome] = await this.decide([picture]);
    if ('refused' in outcome!) throw outcome.refused;
    await this.history.add([outcome!.recognised], subjectId, origin);
  }

  private async decide(uploads: AsyncIterable<Upload> | Iterable<Upload>, signal?: AbortSignal): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    let waiting: Upload[] = [];
    let bytes = 0;
    let latencyMs = 0;
    const budget = new OriginalBudget();
    const flush = async (): Promise<void> => {
      const startedAt = performance.now();
      outcomes.push(...(await this.predict(waiting, budget, signal)));
      latencyMs += performance.now() - startedAt;
      waiting = [];
      bytes = 0;
    };
    for await (const upload of uploads) {
      waiting.push(upload);
      bytes += 'bytes' in upload ? upload.bytes.length : 0;
      if (bytes >= BATCH_BYTES) await flush();
    }
    await flush();
    for (const outcome of outcomes) if ('recognised' in outcome) outcome.recognised.latencyMs = latencyMs;
    return outcomes;
  }

  private async predict(
    uploads: readonly Upload[],
    budget: OriginalBudget,
    signal: AbortSignal | undefined,
  ): Promise<Outcome[]> {
    const pictures = uploads.filter((upload): upload is Picture => 'bytes' in upload);
    // Another version may answer than the last time: each row names its own.
    const ids = pictures.map(() => randomUUID());
    const { outcomes: answers, version } = await this.model.server.predictSettled(
      pictures.map(({ bytes }) => bytes),
      { key: correlationId(), signal, ids },
    );
    const answerTo = new Map<Upload, { readonly id: string; readonly answer: Answer<'image-classification'> }>(
      pictures.map((picture, index) => [picture, { id: ids[index]!, answer: answers[index]! }]),
    );
    return Promise.all(
      uploads.map(async (upload): Promise<Outcome> => {
        if (!('bytes' in upload)) return upload;
        const { id, answer } = answerTo.get(upload)!;
        if (!answer.ok) return { fileName: upload.fileName, refused: answer.error };
        return recognisedAs(id, upload, answer.prediction, version, budget);
      }),
    );
  }
}

/** An error of one picture does not affect the others of the request. */
async function recognisedAs(
  id: string,
  { fileName, bytes }: Picture,
  { className, probability, top, unsure, unsureReason = null, width, height, features }: PicturePrediction,
  version: AnsweringVersion,
  budget: OriginalBudget,
): Promise<Outcome> {
  try {
    const thumbnail = await pictureThumbnail(bytes, THUMBNAIL_SIDE_PIXELS);
    const original = await budget.take(bytes);
    const picture = { id, createdAt: new Date(), fileName, width, height, thumbnail, original };
    const model = { modelName: version.name, modelSha256: version.sha256, modelVersionId: version.id };
    const prediction = { className, probability, top, unsure, unsureReason, features };
    return { recognised: { ...picture, ...model, ...NO_VERDICT, ...prediction, latencyMs: 0 } };
  } catch (error) {
    if (error instanceof LintelError) return { fileName, refused: error };
    throw error;
  }
}

function describe(outcome: Outcome): RecogniseResponse['outcomes'][number] {
  if ('recognised' in outcome)
    return { status: 'recognised', recognition: recognitionOf(outcome.recognised, outcome.recognised.fileName) };
  return { status: 'refused', fileName: outcome.fileName, problem: problemOf(outcome.refused, correlationId()) };
}

function allRefused(outcomes: readonly Outcome[]): LintelError {
  const refusals = outcomes.flatMap((outcome) => ('refused' in outcome ? [outcome] : []));
  const [first] = refusals;
  if (first === undefined) throw new Error('a request without a picture was accepted');
  const { refused, fileName } = first;
  if (refusals.length === 1) return refused;
  return new LintelError(refused.code, {
    problem: `None of the ${refusals.length} pictures could be used. The first of them, ${fileName}: ${refused.problem}`,
    ...(refused.expected === undefined ? {} : { expected: refused.expected }),
    ...(refused.received === undefined ? {} : { received: refused.received }),
    cure: refused.cure,
  });
}

function busy(): LintelError {
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: 'Too many pictures are being recognised at the moment.',
    expected: `at most ${MAX_CONCURRENT_REQUESTS} requests at a time`,
    cure: 'Send the request again in a few seconds.',
    retryable: true,
  });
}
