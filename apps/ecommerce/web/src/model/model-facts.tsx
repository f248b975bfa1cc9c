'use client';

import { type EvaluationReport, type ModelManifest } from '@lintel/contracts';
import { FactsList, Figures, Section, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

/** What the model is: its four most important figures, and where it came from. */
export function ModelFacts({ manifest }: { readonly manifest: ModelManifest }) {
  const text = useText().model.facts;
  return (
    <>
      {manifest.evaluation !== null && <KeyFigures evaluation={manifest.evaluation} />}
      <Section title={text.title}>
        <FactsList facts={useFacts(manifest)} />
      </Section>
    </>
  );
}

function KeyFigures({ evaluation }: { readonly evaluation: EvaluationReport }) {
  const text = useText().model.facts;
  const { format } = useLanguage();
  const { accuracy, accuracyInterval, macroF1, calibration, examples } = evaluation;
  const figures = [
    {
      name: text.accuracy,
      value: format.percent(accuracy),
      hint: text.accuracyHint(format.percent(accuracyInterval.low), format.percent(accuracyInterval.high)),
    },
    { name: text.macroF1, value: format.decimal(macroF1), hint: text.macroF1Hint },
    {
      name: text.calibration,
      value: format.percent(calibration.expectedCalibrationError),
      hint: text.calibrationHint,
    },
    { name: text.testPictures, value: format.integer(examples), hint: text.testPicturesHint },
  ];
  return <Figures figures={figures} />;
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
    [text.classes, classNames.join(', ')],
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
