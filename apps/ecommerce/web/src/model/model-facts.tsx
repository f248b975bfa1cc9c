'use client';

import { type EvaluationReport, type ModelManifest } from '@lintel/contracts';
import { useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { Section } from './section';
import classes from './model.module.css';

/** What the model is: its four most important figures, and where it came from. */
export function ModelFacts({ manifest }: { readonly manifest: ModelManifest }) {
  const text = useText().model.facts;
  return (
    <>
      {manifest.evaluation !== null && <Figures evaluation={manifest.evaluation} />}
      <Section title={text.title}>
        <dl className={classes['facts']}>
          {useFacts(manifest).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

function Figures({ evaluation }: { readonly evaluation: EvaluationReport }) {
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
  return (
    <dl className={classes['figures']}>
      {figures.map(({ name, value, hint }) => (
        <div key={name} className={classes['figure']}>
          <dt>{name}</dt>
          <dd className={classes['value']}>{value}</dd>
          <dd className={classes['hint']}>{hint}</dd>
        </div>
      ))}
    </dl>
  );
}

function useFacts({ name, createdAt, dataset, architecture, training, onnx, unsureBelow, classNames }: ModelManifest) {
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
