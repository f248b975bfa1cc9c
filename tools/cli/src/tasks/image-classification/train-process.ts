import { serveChild } from '@lintel/data';
import { serveTraining, type TrainOrder } from './train-in-process';

/** The process in which `lintel train` does its work; started by `trainInProcess`. */
serveChild((order) => order as TrainOrder, serveTraining);
