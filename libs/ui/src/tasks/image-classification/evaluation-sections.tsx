'use client';

import { type EvaluationReport } from '@lintel/contracts';
import { useLanguage } from '../../language/language-provider';
import { Section } from '../../page/section';
import { CalibrationDiagram } from './calibration-diagram';
import { ClassCurves } from './class-curves';
import { ClassTable } from './class-table';
import { ConfusionMatrix } from './confusion-matrix';
import { type EvaluationText } from './evaluation-text';
import { mostFrequentMistakes } from './mistakes';
import { withOccurringClasses } from './occurring-classes';
import classes from './evaluation.module.css';

const SHOWN_MISTAKES = 6;

export interface EvaluationSectionsProps {
  readonly evaluation: EvaluationReport;
  readonly text: EvaluationText;
}

/** The quality of a model, from the summary down to the single class. */
export function EvaluationSections({ evaluation: whole, text }: EvaluationSectionsProps) {
  const { format } = useLanguage();
  const evaluation = withOccurringClasses(whole);
  const untested = whole.classNames.length - evaluation.classNames.length;
  const { confusionMatrix, classNames, calibration } = evaluation;
  return (
    <>
      {/* Examples with several labels have none. */}
      {confusionMatrix.length > 0 && (
        <Section title={text.confusion}>
          <div className={classes['confusion']}>
            <ConfusionMatrix matrix={confusionMatrix} classNames={classNames} />
            <Mistakes matrix={confusionMatrix} classNames={classNames} text={text} />
          </div>
        </Section>
      )}
      <Section title={text.perClass}>
        <div className={classes['table']}>
          <ClassTable classes={evaluation.classes} text={text} />
        </div>
        {untested > 0 && <p>{text.untested(untested)}</p>}
      </Section>
      <ClassCurves classes={evaluation.classes} text={text} />
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
  readonly text: EvaluationText;
}

function Mistakes({ matrix, classNames, text }: MistakesProps) {
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
