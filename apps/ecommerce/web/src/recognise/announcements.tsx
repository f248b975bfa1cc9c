'use client';

import { useLanguage } from '@lintel/ui';
import { VisuallyHidden } from '@mantine/core';
import { usePictureTroubleWriter } from '../api/trouble-writer';
import { useText } from '../language/text';
import { type Upload } from './uploads';

/** Reads each answer aloud to screen readers as it arrives; nothing of it is seen. */
export function Announcements({ uploads }: { readonly uploads: readonly Upload[] }) {
  const text = useText().recognise;
  const { format } = useLanguage();
  const write = usePictureTroubleWriter();
  const words = ({ name, state }: Upload): string | null => {
    if (state.kind === 'refused') return text.announceProblem(name, write(state.trouble).title);
    if (state.kind !== 'recognised') return null;
    const { className, probability, unsure } = state.recognition.prediction;
    return (unsure ? text.announceUnsure : text.announce)(name, className, format.percent(probability));
  };
  return (
    <VisuallyHidden role="log" aria-live="polite">
      {uploads.map((upload) => (
        <p key={upload.id}>{words(upload)}</p>
      ))}
    </VisuallyHidden>
  );
}
