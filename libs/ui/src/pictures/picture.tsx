'use client';

import { useState } from 'react';
import { PicturesIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './picture.module.css';

export interface PictureProps {
  readonly address: string | null;
  readonly alt: string;
  readonly className?: string;
}

/** A picture, with a note if it can't be shown. */
export function Picture({ address, alt, className = '' }: PictureProps) {
  const text = useUiMessages().pictures;
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <div className={`${classes['frame']} ${className}`}>
      {address === null || broken === address ? (
        <span className={classes['missing']} role="img" aria-label={`${alt}: ${text.noPreview}`}>
          <PicturesIcon size={28} />
          {text.noPreview}
        </span>
      ) : (
        <img src={address} alt={alt} loading="lazy" decoding="async" onError={() => setBroken(address)} />
      )}
    </div>
  );
}
