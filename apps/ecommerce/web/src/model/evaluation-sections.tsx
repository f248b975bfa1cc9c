'use client';

import { type EvaluationReport } from '@lintel/contracts';
import { CalibrationDiagram, ConfusionMatrix, mostFrequentMistakes, Section, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { ClassCurves } from './class-curves';
import { ClassTable } from './class-table';
import classes from './model.module.css';

const SHOWN_MISTAKES = 6;

/** How good the model is, from the whole down to the single class. */
export function EvaluationSections({ evaluation }: { readonly evaluation: EvaluationReport }) {
  const text = useText().model;
  const { format } = useLanguage();
  const { confusionMatrix, classNames, calibration } = evaluation;
  return (
    <>
      <Section title={text.confusion}>
        <div className={classes['confusion']}>
          <ConfusionMatrix matrix={confusionMatrix} classNames={classNames} />
          <Mistakes matrix={confusionMatrix} classNames={classNames} />
        </div>
      </Section>
      <Section title={text.perClass}>
        <div className={classes['table']}>
          <ClassTable classes={evaluation.classes} />
        </div>
      </Section>
      <ClassCurves classes={evaluation.classes} />
      <Section title={text.calibration}>
        <div className={classes['single']}>
          <CalibrationDiagram
            calibration={calibration}
            title={text.calibrationTitle}
            summary={text.calibrationSummary(format.percent(calibration.expectedCalibrationError))}
          />
        </div>
      </Section>
    </>
  );
}

interface MistakesProps {
  readonly matrix: EvaluationReport['confusionMatrix'];
  readonly classNames: readonly string[];
}

function Mistakes({ matrix, classNames }: MistakesProps) {
  const text = useText().model;
  const { format } = useLanguage();
  const mistakes = mostFrequentMistakes(matrix, classNames, SHOWN_MISTAKES);
  return (
    <div className={classes['mistakes']}>
      <h3>{text.mistakes}</h3>
      {mistakes.length === 0 && <p>{text.noMistakes}</p>}
      <ol>
        {mistakes.map(({ trueClass, predictedClass, count, share }) => (
          <li key={`${trueClass} ${predictedClass}`}>
            <span>{text.mistake(trueClass, predictedClass)}</span>
            <span className={classes['mistakeCount']}>
              {text.mistakeCount(format.integer(count), format.percent(share))}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
