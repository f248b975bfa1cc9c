import { readConfig, runUntilSignal } from '@lintel/service';
import { ecommerceConfigSchema } from './config';
import { startEcommerce } from './start-ecommerce';

void runUntilSignal(() => startEcommerce(readConfig(ecommerceConfigSchema, process.env)));
