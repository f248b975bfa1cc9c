'use client';

import { EyeIcon, ModelIcon, PicturesIcon } from '@lintel/ui';
import { useText } from '../language/text';
import classes from './recognise.module.css';

/** Shown before the first picture was added. */
export function HowItWorks() {
  const { steps } = useText().recognise;
  const list = [
    { ...steps.add, Icon: PicturesIcon },
    { ...steps.read, Icon: ModelIcon },
    { ...steps.check, Icon: EyeIcon },
  ];
  return (
    <ol className={classes['steps']}>
      {list.map(({ title, body, Icon }) => (
        <li key={title} className={classes['step']}>
          <Icon size={22} />
          <div>
            <p className={classes['stepTitle']}>{title}</p>
            <p className={classes['stepBody']}>{body}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
