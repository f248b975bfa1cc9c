import { useMessages } from '@lintel/ui';
import { chinese } from './chinese/chinese';
import { english, type Text } from './english/english';

export type { Text };
export type PageName = Exclude<keyof Text, 'general' | 'errors' | 'messages'>;

/** The texts of the console in the chosen language. */
export function useText(): Text {
  return useMessages({ en: english, 'zh-CN': chinese });
}
