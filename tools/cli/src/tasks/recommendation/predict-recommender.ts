import { type LintelError, type RecommendationAnswer, type RecommendationRequest } from '@lintel/contracts';
import { Predictor, type StoredModel } from '@lintel/core-ml';
import { historyOf, type Interactions, userCount } from '@lintel/core-ml/recommendation';
import { type CommandContext } from '../../command-context';
import { bar, counted, table } from '../../terminal/wording';
import { type PredictOptions } from '../task-commands';
import { type InteractionOptions, readInteractionFile } from './interaction-file';

export interface PredictRecommenderOptions extends PredictOptions, InteractionOptions {
  /** Items to recommend to each user. */
  readonly count: number;
}

type Predicted = { file: string; user: string } & ({ prediction: RecommendationAnswer } | { error: LintelError });

const USERS_AT_ONCE = 64;
const SHOWN = 3;
const MOST_ITEMS = 500;

/** Recommends items to each user of files of interactions, and says why. */
export async function predictRecommender(
  model: StoredModel<'recommendation'>,
  files: readonly string[],
  options: PredictRecommenderOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal, outcome } = context;
  const predictor = await Predictor.open<'recommendation'>(model);
  const { name, task, preprocessing } = predictor.manifest;
  const given = { ...options, events: options.events ?? preprocessing.eventWeights };
  const count = Math.min(options.count, MOST_ITEMS);
  const answers: Predicted[] = [];
  try {
    for (const file of files) {
      const { interactions } = await readInteractionFile(file, given, context, true);
      const users = userCount(interactions);
      for (let from = 0; from < users; from += USERS_AT_ONCE) {
        const size = Math.min(USERS_AT_ONCE, users - from);
        const requests = Array.from({ length: size }, (_, at) => requestOf(interactions, from + at, count));
        const outcomes = await predictor.predictSettled(requests, { signal });
        outcomes.forEach((one, at) => {
          const place = { file, user: interactions.userIds[from + at]! };
          answers.push(one.ok ? { ...place, prediction: one.prediction } : { ...place, error: one.error });
        });
        terminal.progress(`Recommending ${bar((from + size) / users)} ${counted(from + size)} of ${counted(users)}`);
      }
    }
  } finally {
    await predictor.close();
  }
  const predictions = answers.map(({ file, user, ...one }) =>
    'error' in one ? { file, user, error: one.error } : { file, user, ...one.prediction },
  );
  terminal.result({ command: 'predict', model: name, task, predictions }, describe(answers));
  if (answers.some((one) => 'error' in one)) outcome.exitCode = 1;
}

/** The weights of the events are in the weights of the interactions already. */
function requestOf(interactions: Interactions, user: number, count: number): RecommendationRequest {
  const { items, weights } = historyOf(interactions, user);
  const history = Array.from(items, (item, at) => ({ item: interactions.itemIds[item]!, value: weights[at]! }));
  return { history: history.slice(-10_000), count };
}

function describe(answers: readonly Predicted[]): string {
  const rows = answers.flatMap((one): string[][] => {
    if ('error' in one) return [[one.user, 'cannot be answered', one.error.message]];
    const { items, unsure } = one.prediction;
    return items.slice(0, SHOWN).map(({ item, reasons }, place) => [
      place === 0 ? one.user : '',
      item,
      unsure
        ? 'popular; no item of the history is known'
        : reasons
            .slice(0, SHOWN)
            .map((reason) => reason.item)
            .join(', '),
    ]);
  });
  return table(['user', 'recommended', 'because of'], rows);
}
