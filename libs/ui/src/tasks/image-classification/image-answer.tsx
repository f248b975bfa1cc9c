'use client';

import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../../language/language-provider';
import { Picture } from '../../pictures/picture';
import { ProbabilityBars } from '../classification/probability-bars';
import { type AnswerProps } from '../task-view';
import { ANSWER_WORDS } from './answer-words';
import { namedPrediction } from './named-prediction';
import { PredictionSummary } from './prediction-card';
import classes from './image-answer.module.css';

/** The class of a picture or its labels, the other candidates, and where the model looked if that was asked for. */
export function ImageAnswer({ answer, nameOf, picture, heatMap }: AnswerProps<'image-classification'>) {
  const text = useMessages(ANSWER_WORDS);
  const [looked, setLooked] = useState(false);
  const named = namedPrediction(answer, nameOf);
  const shown = looked ? (heatMap ?? picture) : picture;
  return (
    <div className={classes['answer']}>
      {shown !== undefined && (
        <Picture
          address={shown}
          alt={looked ? text.heatMapOf(named.className) : text.picture}
          className={classes['picture'] ?? ''}
        />
      )}
      {heatMap !== undefined && picture !== undefined && (
        <Switch label={text.heatMap} checked={looked} onChange={(event) => setLooked(event.currentTarget.checked)} />
      )}
      <PredictionSummary prediction={named} />
      <ProbabilityBars top={named.top} unsure={named.unsure} />
    </div>
  );
}
