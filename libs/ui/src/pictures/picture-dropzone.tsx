'use client';

import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { CameraIcon, PicturesIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import { useShortcuts } from '../shell/shortcuts';
import { droppedFiles, pastedPictures, PICTURE_TYPES } from './picture-files';
import classes from './picture-dropzone.module.css';

export interface PictureDropzoneProps {
  /** Receives all files, also those that aren't pictures: the caller reports these. */
  readonly onFiles: (files: File[]) => void;
  /** Says what is accepted. */
  readonly children?: ReactNode;
  /** A narrow bar instead of the large field. */
  readonly compact?: boolean;
}

/** Accepts pictures dropped anywhere on the page, pasted, chosen, or taken with the camera. */
export function PictureDropzone({ onFiles, children, compact = false }: PictureDropzoneProps) {
  const text = useUiMessages().pictures;
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState(false);
  const give = (files: File[]): void => {
    setFailed(false);
    if (files.length > 0) onFiles(files);
  };
  const dragging = useWindowDrop(give, () => setFailed(true));
  useShortcuts([
    { keys: 'A', label: text.choose, run: () => chooser.current?.click() },
    { keys: 'Ctrl+V', label: text.paste },
  ]);

  const input = (ref: typeof chooser, label: string, more: { multiple?: boolean; capture?: 'environment' }) => (
    <input
      ref={ref}
      type="file"
      accept={PICTURE_TYPES.join(',')}
      hidden
      aria-label={label}
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        // Choosing the same picture again must fire an event again.
        event.currentTarget.value = '';
        give(files);
      }}
      {...more}
    />
  );

  return (
    <div
      className={classes['zone']}
      data-compact={compact || undefined}
      data-dragging={dragging || undefined}
      onClick={(event) => {
        if (event.target === event.currentTarget) chooser.current?.click();
      }}
    >
      <PicturesIcon size={compact ? 26 : 40} className={classes['picture']} />
      <div className={classes['words']}>
        <p className={`${classes['title']} ${classes['withPointer']}`}>{dragging ? text.dropAnywhere : text.title}</p>
        <p className={`${classes['title']} ${classes['byHand']}`}>{text.titleByHand}</p>
        <p className={`${classes['hint']} ${classes['withPointer']}`}>{text.hint}</p>
        <p className={classes['hint']}>{children}</p>
        <div role="alert">{failed && <p className={classes['failed']}>{text.cannotRead}</p>}</div>
      </div>
      <div className={classes['buttons']}>
        <Button onClick={() => chooser.current?.click()} leftSection={<PicturesIcon size={18} />}>
          {text.choose}
        </Button>
        <Button
          variant="default"
          className={classes['byHand'] ?? ''}
          onClick={() => camera.current?.click()}
          leftSection={<CameraIcon size={18} />}
        >
          {text.camera}
        </Button>
      </div>
      {input(chooser, text.choose, { multiple: true })}
      {input(camera, text.camera, { capture: 'environment' })}
    </div>
  );
}

/** Handles drop and paste on the whole window. Returns whether files hover over it. */
function useWindowDrop(give: (files: File[]) => void, fail: () => void): boolean {
  const [dragging, setDragging] = useState(false);
  const onGive = useEffectEvent(give);
  const onFail = useEffectEvent(fail);
  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent): void => {
      setDragging(false);
      if (event.dataTransfer === null || !carriesFiles(event)) return;
      event.preventDefault();
      droppedFiles(event.dataTransfer).then(onGive, onFail);
    };
    const paste = (event: ClipboardEvent): void => {
      const pictures = pastedPictures(event.clipboardData);
      if (pictures.length === 0) return;
      event.preventDefault();
      onGive(pictures);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, []);
  return dragging;
}
