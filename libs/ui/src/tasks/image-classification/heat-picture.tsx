'use client';

import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../action/use-action';
import { useMessages } from '../../language/language-provider';
import { Picture, type PictureProps } from '../../pictures/picture';
import { type Trouble } from '../../request/trouble';
import { ProblemAlert } from '../../state/problem-alert';
import { useTroubleWriter } from '../../state/trouble-message';
import { ANSWER_WORDS } from './answer-words';

/** A picture of where a model looked. */
export interface DrawnHeat {
  readonly address: string;
  /** The class that the places speak for, as shown. */
  readonly className: string;
  /** What a person has to know about it. */
  readonly note?: string | undefined;
}

export interface HeatPictureProps extends Omit<PictureProps, 'address'> {
  readonly address: string;
  /** Draws where the model looked. It is called when a person first asks, and again only if it failed. */
  readonly onLook: () => Promise<DrawnHeat>;
}

/** A picture, and on request where the model looked in it. */
export function HeatPicture({ onLook, ...picture }: HeatPictureProps) {
  const text = useMessages(ANSWER_WORDS);
  const { pending, run } = useAction();
  const writeTrouble = useTroubleWriter();
  const [wanted, setWanted] = useState(false);
  const [drawn, setDrawn] = useState<DrawnHeat | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const shown = wanted ? drawn : null;

  const want = (now: boolean): void => {
    setWanted(now);
    setTrouble(null);
    if (!now || drawn !== null || pending) return;
    void run(onLook, {
      onDone: setDrawn,
      onTrouble: (found) => {
        setWanted(false);
        setTrouble(found);
      },
    });
  };
  return (
    <>
      <Picture
        {...picture}
        {...(shown === null ? {} : { address: shown.address, alt: text.heatMapOf(shown.className) })}
      />
      <Switch label={text.heatMap} checked={wanted} onChange={(event) => want(event.currentTarget.checked)} />
      <div role="status">
        {wanted && pending && <p>{text.looking}</p>}
        {shown?.note !== undefined && <p>{shown.note}</p>}
      </div>
      {trouble !== null && <ProblemAlert problem={writeTrouble(trouble)} />}
    </>
  );
}
