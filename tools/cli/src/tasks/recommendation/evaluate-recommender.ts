import { type InteractionSplit } from '@lintel/contracts';
import { type StoredModel } from '@lintel/core-ml';
import { evaluateRecommender } from '@lintel/core-ml/recommendation';
import { type CommandContext } from '../../command-context';
import { type InteractionOptions, readInteractionFile } from './interaction-file';
import { aboutRanking, describeRanking } from './train-recommender';

export interface EvaluateRecommenderOptions extends InteractionOptions {
  readonly data: string;
  /** Default: as the model was measured in training. */
  readonly split?: InteractionSplit;
  readonly share?: number;
}

/** Seed of the random split, so that the same file gives the same figures. */
const SEED = 1;
const SHARE = 0.25;

/** Hides a part of each history in a file and measures how well the model recommends it from the rest. */
export async function evaluateRecommenderModel(
  model: StoredModel<'recommendation'>,
  options: EvaluateRecommenderOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal } = context;
  const { name, task, evaluation, preprocessing } = model.manifest;
  const given = { ...options, events: options.events ?? preprocessing.eventWeights };
  const { interactions, findings } = await readInteractionFile(options.data, given, context);
  const split = options.split ?? evaluation?.protocol.split ?? 'random';
  const share = split === 'last' ? null : (options.share ?? evaluation?.protocol.share ?? SHARE);
  const { report, unknownHistory } = await evaluateRecommender(
    model,
    { interactions, split, share, seed: SEED },
    signal,
  );
  if (report.protocol.learned)
    terminal.say(
      'warning: the model has learned from these very interactions, so its figures here are too good. The figures of its training are honest.',
    );
  terminal.result(
    { command: 'evaluate', name, task, ...aboutRanking(report), unknownHistory, findings },
    describeRanking(report).join('\n'),
  );
}
