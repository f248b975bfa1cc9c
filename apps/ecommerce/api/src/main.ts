import { runService } from '@lintel/service';
import { ecommerceConfigSchema } from './config';
import { startEcommerce } from './start-ecommerce';

void runService(ecommerceConfigSchema, startEcommerce, process);
