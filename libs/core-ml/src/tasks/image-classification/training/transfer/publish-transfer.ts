import { countFindings, HEAT, type ManifestOf, type ModelManifest } from '@lintel/contracts';
import { type BackboneManifest } from '../../../../backbones/backbone-manifest';
import { type StoredBackbone } from '../../../../backbones/backbone-store';
import { DriftReferenceBuilder } from '../../../../drift/reference';
import { packSeenPictures } from '../../../../evaluation/seen-pictures';
import { type ModelDirectory } from '../../../../export/model-directory';
import { readOnnxParts } from '../../../../export/onnx/onnx-parts';
import { type OnnxInterface, OnnxSession } from '../../../../inference/onnx-session';
import { DISTANCE, EMBEDDING, PROBABILITIES, runClassifier } from '../../class-outputs';
import { evaluateAnswers } from '../evaluate-on-dataset';
import { observePictures } from '../observe-pictures';
import { distancesOf } from '../../../../unlikeness/class-distance';
import { spread } from '../../../../training/spread';
import { type Unlikeness, unlikeReading } from '../fit-unlikeness';
import { checkHeat } from './check-heat';
import { type LogisticLayer } from '../../../../transfer/fit-logistic';
import { type RunTransferOptions } from './transfer-options';
import { transferGraph, TRANSFER_OUTPUTS } from '../../../../transfer/transfer-graph';
import { checkTransferParity, type ExpectedOutputs } from '../../../../transfer/transfer-parity';

const ONNX_FILE = 'model.onnx';
const DETAILS_FILE = 'dataset.json';
const PARITY_EXAMPLES = 256;
const HEAT_EXAMPLES = 8;

/** The test pictures on which the graph is compared with what fitted it. */
export const parityExamples = ({ test }: RunTransferOptions['dataset']) => spread(test, PARITY_EXAMPLES);

/** A fitted layer and the network under it. */
export interface FittedTransfer {
  readonly backbone: StoredBackbone;
  readonly layer: LogisticLayer;
  /** Present if the pictures have sets of labels: a label is given from its threshold on. */
  readonly thresholds?: readonly number[];
  readonly unlikeness: Unlikeness | undefined;
  /** What the fitter says about {@link parityExamples}. */
  readonly expected: Pick<ExpectedOutputs, 'probabilities' | 'embeddings'>;
  readonly architecture: ModelManifest['architecture'];
  readonly training: ModelManifest['training'];
}

type PublishOptions = Pick<RunTransferOptions, 'name' | 'dataset' | 'unsureBelow' | 'provenance' | 'signal'>;

/**
 * Writes backbone and layer as one graph, compares it with the fitter, evaluates it on the test split, and publishes the
 * model's folder.
 * @throws LintelError PARITY_FAILED, CANCELLED, OUTPUT_UNWRITABLE
 */
export async function publishTransfer(
  directory: ModelDirectory,
  { backbone, layer, thresholds, unlikeness, expected, architecture, training }: FittedTransfer,
  { name, dataset, unsureBelow, provenance, signal }: PublishOptions,
): Promise<ManifestOf<'image-classification'>> {
  const { train, validation, test } = dataset;
  const areIndependent = thresholds !== undefined;
  const bytes = transferGraph(backbone.onnx, backbone.manifest, layer, {
    areIndependent,
    distance: unlikeness?.distance,
    metadata: { name, classNames: JSON.stringify(train.classNames) },
  });
  const file = await directory.stageFile(ONNX_FILE, bytes);
  const { preprocessor, onnx: graph } = backbone.manifest;
  const exampleShape = [preprocessor.height, preprocessor.width, preprocessor.channels];
  const onnx: OnnxInterface = {
    inputs: [{ name: graph.input, dtype: 'float32', shape: exampleShape }],
    outputs: [
      {
        name: TRANSFER_OUTPUTS.probabilities,
        dtype: 'float32',
        shape: [train.classNames.length],
        meaning: PROBABILITIES,
      },
      { name: graph.features.name, dtype: 'float32', shape: [graph.features.size], meaning: EMBEDDING },
      ...(unlikeness
        ? [{ name: TRANSFER_OUTPUTS.distance, dtype: 'float32' as const, shape: [], meaning: DISTANCE }]
        : []),
      ...heatOutput(graph, train.classNames.length),
    ],
  };
  const session = await OnnxSession.open(bytes, onnx);
  const reference = new DriftReferenceBuilder(train.classNames);
  let testUnlike = 0;
  try {
    const explained = { dataset: spread(test, HEAT_EXAMPLES), preprocessor };
    if (graph.map) await checkHeat(session, onnx, explained, layer, areIndependent);
    const run = runClassifier(session, onnx);
    const parity = await checkTransferParity(
      run,
      { dataset: parityExamples(dataset), preprocessor },
      { ...expected, ...(unlikeness ? { distances: distancesOf(unlikeness.distance, expected.embeddings) } : {}) },
    );
    const evaluation = await evaluateAnswers(run, test, preprocessor, thresholds, {
      ...(signal ? { signal } : {}),
      onBatch: ({ size, pixels, answers }) => {
        if (pixels) observePictures(reference, { size, pixels, ...answers }, train.classNames, exampleShape);
        if (unlikeness) testUnlike += answers.distances!.filter((each) => each > unlikeness.above).length;
      },
    });
    const manifest: ManifestOf<'image-classification'> = {
      formatVersion: 2,
      name,
      createdAt: new Date().toISOString(),
      task: 'image-classification',
      architecture,
      preprocessing: preprocessor,
      reading: {
        classNames: [...train.classNames],
        unsureBelow,
        ...(thresholds ? { thresholds: [...thresholds] } : {}),
        ...unlikeReading(unlikeness, testUnlike, test.size),
      },
      onnx: { ...file, opset: readOnnxParts(backbone.onnx).opset, ...onnx, parity },
      sideFiles: [],
      training,
      dataset: {
        name: dataset.name,
        contentHash: train.contentHash,
        examples: { train: train.size, validation: validation?.size ?? 0, test: test.size },
        details: await stageDetails(directory, dataset),
        findings: dataset.findings ? countFindings(dataset.findings) : null,
      },
      evaluation,
      driftReference: reference.build(),
      provenance: {
        codeCommit: provenance?.codeCommit ?? null,
        jobId: provenance?.jobId ?? null,
        datasetVersionId: provenance?.datasetVersionId ?? null,
        testSetHash: test.contentHash,
      },
    };
    await directory.stageManifest(manifest);
    await directory.publish();
    return manifest;
  } finally {
    await session.close();
  }
}

function heatOutput({ map }: BackboneManifest['onnx'], classes: number): OnnxInterface['outputs'] {
  if (!map) return [];
  const shape = [classes, map.height, map.width];
  return [{ name: TRANSFER_OUTPUTS.heat, dtype: 'float32', shape, meaning: HEAT, onRequest: true }];
}

/** Null if neither the files of the pictures nor their folder is known. */
async function stageDetails(
  directory: ModelDirectory,
  { train, validation, findings }: RunTransferOptions['dataset'],
): Promise<ModelManifest['dataset']['details']> {
  const seen = packSeenPictures(validation ? [train, validation] : [train]);
  if (seen === null && !findings) return null;
  return directory.stageDetails(DETAILS_FILE, { formatVersion: 1, seen, findings: findings ?? null });
}
