import { type ManifestOf } from '@lintel/contracts';
import { type SplitPictures } from './split-pictures';
import { pictureMetrics } from './picture-metrics';

/** What `--json` says of a classifier of pictures, whichever recipe trained it. */
export function trainingAnswer(
  directory: string,
  manifest: ManifestOf<'image-classification'>,
  pictures: SplitPictures,
  seconds: number,
) {
  const { name, architecture, training, dataset, evaluation, reading, onnx } = manifest;
  return {
    command: 'train',
    directory,
    name,
    model: architecture.name,
    parameters: architecture.parameters,
    metrics: pictureMetrics(evaluation),
    testAccuracy: evaluation?.accuracy ?? null,
    testAccuracyInterval: evaluation?.accuracyInterval ?? null,
    testMacroF1: evaluation?.macroF1 ?? null,
    trainingSeconds: training.seconds,
    seconds,
    peakRssMiB: process.resourceUsage().maxRSS / 1024,
    engine: training.engine,
    classes: reading.classNames.length,
    examples: dataset.examples,
    unreadable: pictures.unreadable,
    splitBy: pictures.splitBy,
    findings: pictures.findings,
    parity: onnx.parity.maxAbsoluteDifference,
    onnxBytes: onnx.bytes,
  };
}
