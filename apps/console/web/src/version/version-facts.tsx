'use client';

import { type ModelVersion } from '@lintel/contracts';
import { Copyable, factsOf, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { useModelWords } from '../models/model-words';

type Facts = readonly (readonly [name: string, value: ReactNode])[];

/** The properties of the version. */
export function useVersionFacts({ createdAt, createdBy, manifest, modelName }: ModelVersion): Facts {
  const text = useText().version.facts;
  const { locale, format } = useLanguage();
  const { nameTitle } = useModelWords();
  const { architecture, dataset, training, onnx } = manifest;
  const { network } = training;
  const { examples } = dataset;
  return [
    [text.created, text.createdValue(format.dateTime(createdAt), createdBy)],
    [text.architecture, text.architectureValue(architecture.name, format.integer(architecture.parameters))],
    [
      text.data,
      dataset.fittedToAll === true
        ? text.dataFittedToAll(dataset.name, format.integer(examples.train), format.integer(examples.test))
        : text.dataValue(
            dataset.name,
            format.integer(examples.train),
            format.integer(examples.validation),
            format.integer(examples.test),
          ),
    ],
    ...(network === null
      ? []
      : [
          [
            text.training,
            text.trainingValue(
              format.integer(network.epochs),
              format.integer(network.batchSize),
              network.optimizer,
              format.integer(network.bestEpoch),
            ),
          ] as const,
          [
            text.speed,
            text.speedValue(format.integer(network.imagesPerSecond), format.seconds(training.seconds)),
          ] as const,
        ]),
    ...factsOf(manifest, { locale, format, nameOf: (name) => nameTitle(modelName, name) }),
    [text.file, text.fileValue(format.bytes(onnx.bytes), String(onnx.opset))],
    [
      text.parity,
      text.parityValue(onnx.parity.maxAbsoluteDifference.toExponential(1), format.integer(onnx.parity.examples)),
    ],
  ];
}

/** The origin of the version, so that it can be reproduced or verified. */
export function useProvenanceFacts(version: ModelVersion): Facts {
  const text = useText().version.provenance;
  const { manifest, jobId, datasetVersionId, modelName } = version;
  const { provenance, training, onnx, dataset } = manifest;
  const copy = (label: string, value: string): Facts[number] => [
    label,
    <Copyable key={label} value={value} label={label} />,
  ];
  return [
    copy(text.id, version.id),
    copy(text.seed, String(training.seed)),
    ...(provenance?.codeCommit == null
      ? [[text.commit, text.unknown] as const]
      : [copy(text.commit, provenance.codeCommit)]),
    [text.engine, training.engine],
    [
      text.dataset,
      datasetVersionId === null ? (
        text.unknown
      ) : (
        <Link key="dataset" href={addressOf.datasets(modelName, datasetVersionId)}>
          {text.showDataset}
        </Link>
      ),
    ],
    [
      text.job,
      jobId === null ? (
        text.noJob
      ) : (
        <Link key="job" href={addressOf.job(jobId)}>
          {text.showJob}
        </Link>
      ),
    ],
    copy(text.data, dataset.contentHash),
    ...(provenance == null ? [] : [copy(text.testSet, provenance.testSetHash)]),
    copy(text.onnx, onnx.sha256),
    copy(text.manifest, version.manifestSha256),
    copy(text.key, version.keyId),
  ];
}
