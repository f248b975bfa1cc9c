'use client';

import { useState } from 'react';
import { useText } from '../language/text';
import classes from './datasets.module.css';

export interface LabelPictureProps {
  readonly modelName: string;
  /** Id of the label. */
  readonly id: string;
  /** What a person said it shows. */
  readonly name: string;
}

/** The picture that somebody labelled. The api records who looks at it. */
export function LabelPicture({ modelName, id, name }: LabelPictureProps) {
  const text = useText().datasets.labels;
  const [gone, setGone] = useState(false);
  if (gone) return <span className={classes['noPicture']}>{text.noPicture}</span>;
  const address = `/v1/models/${encodeURIComponent(modelName)}/labels/${encodeURIComponent(id)}/picture`;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" aria-label={text.openPicture(name)}>
      {/* A plain picture: the export has no server that could make other sizes. */}
      {/* eslint-disable-next-line @next/next/no-img-element */}
      <img className={classes['picture']} src={address} alt="" loading="lazy" onError={() => setGone(true)} />
    </a>
  );
}
