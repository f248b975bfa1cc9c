import { divideBySeen, loadDatasetDetails, type StoredModel } from '@lintel/core-ml';
import { evaluateEmbedding } from '@lintel/core-ml/training';
import { type CommandContext } from '../../command-context';
import { findGallery, galleryParts } from './gallery';
import { decodePictures } from '../pictures/pictures';
import { bar, percent, table } from '../../terminal/wording';
import { describeMetrics } from '../../commands/describe-metrics';
import { type EvaluateOptions } from '../task-commands';
import { reportMetrics } from '../../commands/metrics';
import { aboutSearch, describeSearch } from './train-embedding';

export interface EvaluateEmbeddingOptions extends EvaluateOptions {
  readonly skipUnreadable?: boolean;
  /** Columns of a list of pictures. */
  readonly target?: string;
  readonly group?: string;
}

/** Seed of the bootstrap intervals, so that the same pictures give the same intervals. */
const SEED = 1;

/** Measures a search with the vectors of a model, as it serves. */
export async function evaluateEmbeddingModel(
  model: StoredModel<'image-embedding'>,
  options: EvaluateEmbeddingOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal } = context;
  const { name, task, preprocessing, architecture } = model.manifest;
  const folder = await findGallery(options, context);
  const pictures = await decodePictures(folder, preprocessing, options, context);
  const { gallery, queries } = galleryParts(pictures);
  const report = await evaluateEmbedding(model, gallery, {
    queries,
    seed: SEED,
    signal,
    onProgress: (share) => terminal.progress(`Embedding ${bar(share)} ${percent(share)}`),
  });
  const asked = queries ?? gallery;
  const details = await loadDatasetDetails(options.model, model.manifest);
  const divided = typeof details?.seen === 'string' ? divideBySeen(details.seen, asked) : undefined;
  const seen = divided && { examples: divided.seen.length, share: divided.seen.length / asked.size };
  pictures.dataset.close();
  const learned = architecture.config['recipe'] === 'projection';
  terminal.result(
    {
      ...{ command: 'evaluate', name, task, metrics: reportMetrics(report), ...aboutSearch(report) },
      ...{ seen: seen ?? null, unreadable: pictures.unreadable },
    },
    [
      describeSearch(report),
      ...(learned && seen && seen.examples > 0
        ? [`${percent(seen.share)} of the queries were seen in training, so the result is too good.`]
        : []),
      '',
      table(['metric', 'value', '95% interval'], describeMetrics(report)),
    ].join('\n'),
  );
}
