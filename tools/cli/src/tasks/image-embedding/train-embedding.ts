import { basename, resolve } from 'node:path';
import { embeddingFolder } from '@lintel/backbones';
import { type EmbeddingRecipe, type RetrievalReport } from '@lintel/contracts';
import { EmbeddingCache } from '@lintel/core-ml';
import { type HoldOut, trainEmbedding } from '@lintel/core-ml/training';
import { type CommandContext } from '../../command-context';
import { warn } from '../pictures/describe-findings';
import { findGallery, galleryParts } from './gallery';
import { decodePictures } from '../pictures/pictures';
import { bar, counted, duration, percent, table } from '../../terminal/wording';
import { type TrainOptions } from '../task-commands';
import { describeMetrics } from '../../commands/describe-metrics';
import { reportMetrics } from '../../commands/metrics';
import { DEFAULT_BACKBONE, openBackbone } from '../pictures/open-backbone';

export interface TrainEmbeddingOptions extends TrainOptions {
  readonly recipe?: EmbeddingRecipe;
  readonly backbone?: string;
  readonly fit?: 'stretch' | 'cover' | 'contain';
  readonly target?: string;
  readonly group?: string;
  readonly holdOut?: HoldOut;
  readonly skipUnreadable?: boolean;
}

/** Makes a model that turns pictures into vectors, and measures a search with them. */
export async function trainEmbeddingModel(options: TrainEmbeddingOptions, context: CommandContext): Promise<void> {
  const { terminal, environment, signal } = context;
  const { out, recipe, holdOut, seed, overwrite } = options;
  const began = performance.now();
  const backbone = await openBackbone(options.backbone ?? DEFAULT_BACKBONE, environment, { fit: options.fit });
  const folder = await findGallery(options, context);
  const pictures = await decodePictures(folder, backbone.manifest.preprocessor, options, context);
  warn({ ...pictures.findings, smallClasses: [] }, context);
  const { gallery, queries } = galleryParts(pictures);
  const { directory, manifest, tried, picturesPerSecond } = await trainEmbedding({
    name: options.name ?? basename(resolve(out)),
    source: basename(resolve(options.data)),
    backbone,
    pictures: gallery,
    ...{ queries, recipe, holdOut, out, overwrite, seed, signal },
    cache: new EmbeddingCache(embeddingFolder(environment), backbone.manifest),
    onProgress: (what, share) => terminal.progress(`${what} ${bar(share)} ${percent(share)}`),
  });
  pictures.dataset.close();
  const { name, task, architecture, evaluation, onnx, training, reading } = manifest;
  const report = evaluation!;
  const byRecipe = Object.fromEntries(Object.entries(tried).map(([key, one]) => [key, reportMetrics(one)]));
  const seconds = (performance.now() - began) / 1000;
  terminal.result(
    {
      ...{ command: 'train', directory, name, task, recipe: architecture.config['recipe'], model: architecture.name },
      ...{ vectorSize: reading.size, metrics: reportMetrics(report), ...aboutSearch(report), tried: byRecipe },
      ...{ parameters: architecture.parameters, epochs: architecture.config['epochs'], picturesPerSecond },
      ...{ trainingSeconds: training.seconds, seconds, parity: onnx.parity.maxAbsoluteDifference },
      ...{ unreadable: pictures.unreadable, findings: pictures.findings },
    },
    [
      `Made ${architecture.name} with vectors of ${counted(reading.size)} values in ${duration(seconds)}.`,
      describeSearch(report),
      '',
      table(['metric', 'value', '95% interval'], describeMetrics(report)),
      ...describeTried(tried),
    ].join('\n'),
  );
}

/** The facts of a search for the JSON line. */
export const aboutSearch = ({ examples, unanswerable, gallery, protocol }: RetrievalReport) => ({
  ...{ examples, unanswerable, gallery, protocol },
});

/** One sentence about who searched whom. */
export function describeSearch({ examples, unanswerable, gallery, protocol }: RetrievalReport): string {
  const where = protocol.kind === 'gallery' ? `a gallery of ${counted(gallery)}` : `all ${counted(gallery)}`;
  const left = unanswerable > 0 ? `; ${counted(unanswerable)} have no picture of their class to find` : '';
  const without = protocol.without === 'group' ? ', without those of its group' : '';
  const unseen = protocol.unseen === null ? '' : ` The model had not learned from the query's ${protocol.unseen}.`;
  return `Each of ${counted(examples)} pictures searched ${where}${without}${left}.${unseen}`;
}

function describeTried(tried: Readonly<Partial<Record<EmbeddingRecipe, RetrievalReport>>>): string[] {
  const rows = Object.entries(tried).map(([recipe, { metrics }]) => [
    recipe,
    metrics.mapAt10.value.toFixed(3),
    metrics.precisionAt10.value.toFixed(3),
  ]);
  if (rows.length < 2) return [];
  return ['', 'Recipes that were compared:', table(['recipe', 'mapAt10', 'precisionAt10'], rows)];
}
