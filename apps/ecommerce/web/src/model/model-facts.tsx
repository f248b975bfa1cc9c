'use client';

import { type ModelManifest } from '@lintel/contracts';
import { EvaluationFigures, FactsList, Section, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

/** The model: its four most important figures, and its origin. */
export function ModelFacts({ manifest }: { readonly manifest: ModelManifest }) {
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
  unsureBelow,
  classNames,
}: ModelManifest): (readonly [string, string])[] {
  const text = useText().model.facts;
  const { format } = useLanguage();
  const { examples } = dataset;
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
    [text.classes, format.list(classNames)],
    [text.architecture, text.architectureValue(architecture.name, format.integer(architecture.parameters))],
    [
      text.training,
      text.trainingValue(format.integer(training.epochs), training.optimizer, format.integer(training.imagesPerSecond)),
    ],
    [text.engine, training.engine],
    [text.threshold, format.percent(unsureBelow, 0)],
    [text.file, text.fileValue(format.bytes(onnx.bytes), String(onnx.opset))],
    [text.fingerprint, onnx.sha256],
  ];
}
