'use client';

import { useLanguage } from '@lintel/ui';
import { VisuallyHidden } from '@mantine/core';
import { usePictureTroubleWriter } from '../api/trouble-writer';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { type Upload } from './uploads';

/** Announces each answer to screen readers as it arrives; it is not visible. */
export function Announcements({ uploads }: { readonly uploads: readonly Upload[] }) {
  const text = useText().recognise;
  const { format } = useLanguage();
  const write = usePictureTroubleWriter();
  const nameOf = useClassName();
  const words = ({ name, state }: Upload): string | null => {
    if (state.kind === 'refused') return text.announceProblem(name, write(state.trouble).title);
    if (state.kind !== 'recognised') return null;
    const { prediction, verdict } = state.recognition;
    if (verdict !== null) return text.announceChecked(name, nameOf(verdict.className));
    const { className, probability, unsure } = prediction;
    return (unsure ? text.announceUnsure : text.announce)(name, nameOf(className), format.percent(probability));
  };
  return (
    <VisuallyHidden role="log" aria-live="polite">
      {uploads.map((upload) => (
        <p key={upload.id}>{words(upload)}</p>
      ))}
    </VisuallyHidden>
  );
}
