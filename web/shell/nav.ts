/** What the navigation offers, in order. An item shows once its route is registered. */
import {
  Brain,
  ChartSpline,
  Filter,
  Gauge,
  GitMerge,
  Globe2,
  Grid3x3,
  type LucideIcon,
  Route,
  Settings,
  Shapes,
  ShieldCheck,
  Split,
  TriangleAlert,
  UploadCloud,
  Users,
} from 'lucide-react';
import { paths } from '../paths.ts';

export interface NavItem {
  label: string;
  /** The word under the icon on a phone. */
  short: string;
  to: string;
  icon: LucideIcon;
  /** `G`, then this letter. */
  key: string;
}
export interface NavModule {
  label: string;
  to: string;
  icon: LucideIcon;
  items: NavItem[];
}

export const MODULES: NavModule[] = [
  {
    label: 'Lead Audit',
    to: paths.overview,
    icon: ShieldCheck,
    items: [
      { label: 'Overview', short: 'Overview', to: paths.overview, icon: Gauge, key: 'O' },
      { label: 'Leads', short: 'Leads', to: paths.leads, icon: Users, key: 'L' },
      { label: 'Duplicates', short: 'Repeats', to: paths.duplicates, icon: GitMerge, key: 'D' },
      { label: 'Findings', short: 'Findings', to: paths.findings, icon: TriangleAlert, key: 'F' },
      { label: 'Trends', short: 'Trends', to: paths.trends, icon: ChartSpline, key: 'T' },
      { label: 'Attribution', short: 'Credit', to: paths.attribution, icon: Split, key: 'A' },
      { label: 'Journeys', short: 'Ways', to: paths.journeys, icon: Route, key: 'J' },
      { label: 'Funnel', short: 'Funnel', to: paths.funnel, icon: Filter, key: 'N' },
      { label: 'Cohorts', short: 'Cohorts', to: paths.cohorts, icon: Grid3x3, key: 'H' },
      { label: 'Geography', short: 'Places', to: paths.geography, icon: Globe2, key: 'W' },
      { label: 'Sources', short: 'Sources', to: paths.sources, icon: Split, key: 'U' },
      { label: 'Segments', short: 'Segments', to: paths.segments, icon: Shapes, key: 'E' },
      { label: 'Model', short: 'Model', to: paths.model, icon: Brain, key: 'M' },
    ],
  },
];
export const DATA: NavItem[] = [
  { label: 'Imports', short: 'Imports', to: paths.imports, icon: UploadCloud, key: 'I' },
  { label: 'Settings', short: 'Settings', to: paths.settings, icon: Settings, key: 'S' },
];
export const ALL_PAGES: (NavItem & { module: string })[] = [
  ...MODULES.flatMap((module) => module.items.map((item) => ({ ...item, module: module.label }))),
  ...DATA.map((item) => ({ ...item, module: 'Data' })),
];
