import { useMessages } from '@lintel/ui';
import { chinese } from './chinese';
import { english, type Text } from './english';

/** The texts of the app in the chosen language. */
export function useText(): Text {
  return useMessages({ en: english, 'zh-CN': chinese });
}
