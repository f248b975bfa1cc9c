'use client';

import { useMessages } from '../../language/language-provider';
import { Picture } from '../../pictures/picture';
import { ProbabilityBars } from '../classification/probability-bars';
import { type AnswerProps } from '../task-view';
import { ANSWER_WORDS } from './answer-words';
import { HeatPicture } from './heat-picture';
import { namedPrediction } from './named-prediction';
import { PredictionSummary } from './prediction-card';
import classes from './image-answer.module.css';

/** The class of a picture or its labels, the other candidates, and where the model looked if that was asked for. */
export function ImageAnswer({ answer, nameOf, picture, heatMap }: AnswerProps<'image-classification'>) {
  const text = useMessages(ANSWER_WORDS);
  const named = namedPrediction(answer, nameOf);
  const shown =
    picture === undefined ? null : { address: picture, alt: text.picture, className: classes['picture'] ?? '' };
  return (
    <div className={classes['answer']}>
      {shown !== null && heatMap === undefined && <Picture {...shown} />}
      {shown !== null && heatMap !== undefined && (
        <HeatPicture
          // Another answer is not shown with the heat map of the one before.
          key={heatMap}
          {...shown}
          onLook={() => Promise.resolve({ address: heatMap, className: named.className })}
        />
      )}
      <PredictionSummary prediction={named} />
      <ProbabilityBars top={named.top} unsure={named.unsure} />
    </div>
  );
}
