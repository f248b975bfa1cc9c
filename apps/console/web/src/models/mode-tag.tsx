'use client';

import { type ChallengeMode } from '@lintel/contracts';
import { Tag, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

/** How a challenger is tried. */
export function ModeTag({ mode }: { readonly mode: ChallengeMode }) {
  const text = useText().models.mode;
  const { format } = useLanguage();
  return <Tag>{mode.mode === 'shadow' ? text.shadow : text.canaryOf(format.percent(mode.share, 0))}</Tag>;
}
