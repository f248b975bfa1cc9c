'use client';

import { type ManifestOf } from '@lintel/contracts';
import { EvaluationFigures, FactsList, Section, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

/** The model: its four most important figures, and its origin. */
export function ModelFacts({ manifest }: { readonly manifest: ManifestOf<'image-classification'> }) {
  const text = useText().model.facts;
  return (
    <>
      {manifest.evaluation !== null && <EvaluationFigures evaluation={manifest.evaluation} text={text} />}
      <Section title={text.title}>
        <FactsList facts={useFacts(manifest)} />
      </Section>
    </>
  );
}

function useFacts({
  name,
  createdAt,
  dataset,
  architecture,
  training,
  onnx,
  reading,
}: ManifestOf<'image-classification'>): (readonly [string, string])[] {
  const text = useText().model.facts;
  const { format } = useLanguage();
  const { examples } = dataset;
  const { network } = training;
  return [
    [text.name, name],
    [text.created, format.dateTime(createdAt)],
    [
      text.data,
      text.dataValue(
        dataset.name,
        format.integer(examples.train),
        format.integer(examples.validation),
        format.integer(examples.test),
      ),
    ],
    [text.classes, format.list(reading.classNames)],
    [text.architecture, text.architectureValue(architecture.name, format.integer(architecture.parameters))],
    ...(network === null
      ? []
      : [
          [
            text.training,
            text.trainingValue(
              format.integer(network.epochs),
              network.optimizer,
              format.integer(network.imagesPerSecond),
            ),
          ] as const,
        ]),
    [text.engine, training.engine],
    [text.threshold, format.percent(reading.unsureBelow, 0)],
    [text.file, text.fileValue(format.bytes(onnx.bytes), String(onnx.opset))],
    [text.fingerprint, onnx.sha256],
  ];
}
