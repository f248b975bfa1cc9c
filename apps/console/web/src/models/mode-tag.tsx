'use client';

import { type ChallengeMode } from '@lintel/contracts';
import { StatusBadge, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

/** The mode of a challenger. */
export function ModeTag({ mode }: { readonly mode: ChallengeMode }) {
  const text = useText().models.mode;
  const { format } = useLanguage();
  return (
    <StatusBadge tone="quiet">
      {mode.mode === 'shadow' ? text.shadow : text.canaryOf(format.percent(mode.share, 0))}
    </StatusBadge>
  );
}
