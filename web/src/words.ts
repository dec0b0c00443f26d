// What the page says, in English and Chinese, and which of them is chosen.
import { useEffect, useState } from 'preact/hooks';
import type { Relation } from './api';

export type Lang = 'en' | 'zh';

const WORDS = {
  start: ['Start', '首頁'], timeline: ['Timeline', '時間線'], graph: ['Graph', '關係圖'], map: ['Map', '地圖'], query: ['SPARQL', 'SPARQL'],
  search: ['Find a name', '查名稱'], searching: ['Type a name, in either script', '輸入名稱，繁簡皆可'],
  headline: ['Facts from history prose, each with the words that state it', '史書所載之事，每事皆有原文為據'],
  documents: ['documents', '篇文獻'], entities: ['entities', '個實體'], facts: ['facts', '件事實'], sentences: ['sentences that state them', '句原文'],
  most: ['Most connected', '關聯最多'], texts: ['Documents', '文獻'], questions: ['Questions, with their answers', '範例問題與答案'],
  also: ['also', '又名'], same: ['the same elsewhere', '他處同一'], undated: ['undated', '年代不詳'], life: ['In time', '年代分布'],
  around: ['Neighbours', '相鄰'], evidence: ['Evidence', '依據'], stated: ['How it is stated', '原文依據'], rule: ['rule', '規則'],
  sure: ['sure', '把握'], date: ['date', '日期'], notAffirmed: ['not affirmed', '非斷言'], differ: ['The documents differ on the date', '各文獻所記日期不一'],
  source: ['Source', '來源'], licence: ['Licence', '授權'], forms: ['As data', '資料格式'], loading: ['Loading…', '載入中…'],
  all: ['all', '全部'], relation: ['Relation', '關係'], actor: ['Name', '名稱'], from: ['From', '起'], to: ['To', '迄'], none: ['Nothing here', '無'],
  zoomIn: ['Zoom in', '放大'], zoomOut: ['Zoom out', '縮小'], reset: ['Whole', '全部範圍'], shown: ['shown', '件顯示'],
  expand: ['Expand', '展開'], run: ['Run', '執行'], stop: ['Stop', '停止'], table: ['Table', '表格'], raw: ['Raw', '原始'], download: ['Download', '下載'],
  share: ['Link to this query', '此查詢之連結'], copied: ['Copied', '已複製'], rows: ['rows', '列'], examples: ['Examples', '範例'], result: ['Answer', '結果'],
  png: ['Save as PNG', '存為 PNG'], svg: ['Save as SVG', '存為 SVG'], noPlaces: ['No place has coordinates yet', '尚無地點有座標'],
  withoutPlace: ['Places without coordinates', '無座標之地點'], year: ['Year', '年'], light: ['Light or dark', '明暗'], language: ['中文', 'English'],
  subject: ['subject', '主語'], object: ['object', '賓語'], hint: ['Arrow keys move, + and − zoom', '方向鍵移動，＋－縮放'], failed: ['This failed', '失敗'],
  skip: ['Skip to the content', '跳至內容'], facts_in: ['facts stated here', '件事實見於此'], open: ['Open', '開啟'],
  tooMany: ['More than can be drawn; the best connected are shown', '過多，僅顯示關聯最多者'], ctrl: ['Ctrl-Enter runs', 'Ctrl-Enter 執行'],
} as const;
export type Word = keyof typeof WORDS;

const read = (): Lang => {
  try {
    const kept = localStorage.getItem('lang');
    if (kept === 'en' || kept === 'zh') return kept;
  } catch { /* Without storage the browser's language counts. */ }
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
};
let lang = read();
const listeners = new Set<() => void>();

export const current = (): Lang => lang;
export function choose(next: Lang) {
  lang = next;
  document.documentElement.lang = next === 'zh' ? 'zh-Hant' : 'en';
  try { localStorage.setItem('lang', next); } catch { /* Then only until the page is closed. */ }
  listeners.forEach((tell) => tell());
}
document.documentElement.lang = lang === 'zh' ? 'zh-Hant' : 'en';

/** The language, for components that have to follow it. */
export function useLang(): Lang {
  const [, turn] = useState(0);
  useEffect(() => {
    const tell = () => turn((n) => n + 1);
    listeners.add(tell);
    return () => { listeners.delete(tell); };
  }, []);
  return lang;
}
export const say = (word: Word): string => WORDS[word][lang === 'zh' ? 1 : 0];

const relations = new Map<string, Relation>();
export const learn = (all: Relation[]) => all.forEach((r) => relations.set(r.name, r));
/** A relation as people call it. */
export function relation(name: string): string {
  const known = relations.get(name);
  return (lang === 'zh' ? known?.zh : known?.en) ?? name.replace(/([A-Z])/g, ' $1').toLowerCase();
}
export function role(name: string): string {
  if (name === 's') return say('subject');
  if (name === 'o') return say('object');
  if (name === 'time') return say('date');
  const zh: Record<string, string> = { to: '予', place: '地點', treaty: '條約', leader: '統帥', position: '職位', amount: '數量' };
  return lang === 'zh' ? zh[name] ?? name : name;
}
