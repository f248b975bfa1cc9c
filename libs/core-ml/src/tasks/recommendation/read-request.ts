import {
  type HistoryPreprocessing,
  LintelError,
  type RecommendationRequest,
  recommendationRequestSchema,
} from '@lintel/contracts';
import { type z } from 'zod';
import { type History } from '../../recommenders/interactions';
import { decayed } from '../../recommenders/history-weights';

export type CheckedRequest = z.output<typeof recommendationRequestSchema>;

/** A request, and its history as the graph takes it. */
export interface ReadRequest {
  readonly request: CheckedRequest;
  readonly history: History;
  /** Items of the history that the model does not know, each once. */
  readonly unknown: readonly string[];
}

/**
 * Checks a request and reads its history as training read those of users: each item once, at its newest place, with its
 * largest weight.
 * @param numbers the number of each known item
 * @throws LintelError INVALID_ARGUMENT
 */
export function readRequest(
  given: RecommendationRequest,
  preprocessing: HistoryPreprocessing,
  numbers: ReadonlyMap<string, number>,
): ReadRequest {
  const parsed = recommendationRequestSchema.safeParse(given);
  if (!parsed.success) throw wrongRequest(parsed.error);
  const weights = new Map<number, number>();
  const unknown = new Set<string>();
  for (const { item, event, value = 1 } of parsed.data.history) {
    const number = numbers.get(item);
    if (number === undefined) {
      unknown.add(item);
      continue;
    }
    const weight = (event === undefined ? 1 : (preprocessing.eventWeights[event] ?? 1)) * value;
    if (weight === 0) continue;
    const largest = Math.max(weight, weights.get(number) ?? 0);
    // A map keeps the order of insertion, so that the item moves to its newest place.
    weights.delete(number);
    weights.set(number, largest);
  }
  const history = { items: Int32Array.from(weights.keys()), weights: Float32Array.from(weights.values()) };
  return { request: parsed.data, history: decayed(history, preprocessing), unknown: [...unknown] };
}

function wrongRequest({ issues: [issue] }: z.ZodError): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'The request for recommendations cannot be read.',
    expected: '{"history": [{"item": "id", "event": "view"}], "count": 10, "exclude": ["id"]}',
    received: `${issue!.path.join('.') || 'the request'}: ${issue!.message}`,
    cure: 'Correct this field.',
  });
}
