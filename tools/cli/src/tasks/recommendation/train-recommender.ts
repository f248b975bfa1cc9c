import { basename, resolve } from 'node:path';
import { type InteractionSplit, type RecommendationRecipe, type RankingReport } from '@lintel/contracts';
import { readContents, type TrainedRecommender, trainRecommender } from '@lintel/core-ml/recommendation';
import { type CommandContext } from '../../command-context';
import { bar, counted, duration, table } from '../../terminal/wording';
import { describeInteractionFinding } from './describe-interaction-finding';
import { describeMetrics } from '../../commands/describe-metrics';
import { type InteractionOptions, readInteractionFile } from './interaction-file';
import { reportMetrics } from '../../commands/metrics';
import { readTableFile } from '../../tables/table-files';

export interface TrainRecommenderOptions extends InteractionOptions {
  readonly data: string;
  readonly out: string;
  readonly recipe?: RecommendationRecipe;
  readonly split?: InteractionSplit;
  /** The share of each history that is hidden. */
  readonly share?: number;
  /** A table of the items, so that new ones can be recommended by what they have in common with known ones. */
  readonly items?: string;
  /** Its columns that describe an item. Default: all. */
  readonly attributes?: readonly string[];
  readonly seed: number;
  readonly name?: string;
  readonly overwrite?: boolean;
}

/** Reads interactions, reports what is wrong with them, and trains, evaluates and exports a recommender. */
export async function trainRecommenderModel(options: TrainRecommenderOptions, context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const began = performance.now();
  const { data, out, recipe, split, share, seed, overwrite, events } = options;
  const { interactions, findings } = await readInteractionFile(data, options, context);
  const content = await readItems(options, interactions.itemIds, context);
  const trained = await trainRecommender({
    ...{ content, interactions, recipe, split, share, seed, overwrite, out, signal, eventWeights: events },
    name: options.name ?? basename(resolve(out)),
    source: basename(data),
    onProgress: (what, done) => terminal.progress(`${what} ${bar(done)}`),
  });
  for (const finding of trained.findings) terminal.say(`${finding.severity}: ${describeInteractionFinding(finding)}`);
  const { name, task, architecture, training, evaluation, onnx } = trained.manifest;
  const report = evaluation!;
  const seconds = (performance.now() - began) / 1000;
  terminal.result(
    {
      ...{ command: 'train', directory: trained.directory, name, task, recipe: architecture.name },
      ...{ settings: architecture.config, parameters: architecture.parameters },
      ...aboutRanking(report),
      ...{ tried: trained.tried, trainingSeconds: training.seconds, seconds, parity: onnx.parity },
      findings: [...findings, ...trained.findings],
    },
    describe(trained, report, seconds),
  );
}

async function readItems(
  { items, item, attributes }: TrainRecommenderOptions,
  itemIds: readonly string[],
  { terminal }: CommandContext,
) {
  if (items === undefined) return undefined;
  const table = await readTableFile(items);
  const { missing, ...contents } = readContents(table, itemIds, { name: items, item, columns: attributes });
  terminal.say(
    `${items}: ${counted(contents.size)} attributes that items share; ${counted(missing)} items without any`,
  );
  return { ...contents, attributes: [...contents.attributes] };
}

/** The figures of a report and how they were measured, for the JSON line. */
export const aboutRanking = (report: RankingReport) => ({
  metrics: reportMetrics(report),
  popularity: reportMetrics({ metrics: report.popularity }),
  protocol: report.protocol,
  examples: report.examples,
  items: report.items,
  unknownHidden: report.unknownHidden,
});

/** The figures of a report beside those of what is popular. */
export function describeRanking({ metrics, popularity, examples, protocol, unknownHidden }: RankingReport): string[] {
  const popular = new Map(describeMetrics({ metrics: popularity }).map(([key, value]) => [key, value] as const));
  const rows = describeMetrics({ metrics }).map((row) => [...row, popular.get(row[0]) ?? '']);
  const hidden = {
    random: `a random ${share(protocol.share)} of each history`,
    time: `the latest ${share(protocol.share)} of each history`,
    last: 'the latest item of each history',
  }[protocol.split];
  return [
    `Measured on ${counted(examples)} users, from whom ${hidden} was hidden.`,
    ...(unknownHidden === 0
      ? []
      : [`${counted(unknownHidden)} hidden interactions are with items that the model does not know.`]),
    '',
    table(['metric', 'value', '95% interval', 'popularity'], rows),
  ];
}

const share = (value: number | null): string => `${Math.round(100 * (value ?? 0))} %`;

function describe({ manifest, tried, directory }: TrainedRecommender, report: RankingReport, seconds: number): string {
  const settings = Object.entries(manifest.architecture.config).map(([key, value]) => `${key} ${String(value)}`);
  const others = Object.entries(tried).map(([recipe, value]) => [recipe, value.toFixed(3)]);
  return [
    `${manifest.architecture.name} (${settings.join(', ')}), ${duration(seconds)}`,
    ...(others.length < 2 ? [] : ['', table(['recipe', 'nDCG at 10 on the validation'], others)]),
    '',
    ...describeRanking(report),
    '',
    `Next: npx lintel predict --model ${directory} FILE.csv`,
  ].join('\n');
}
