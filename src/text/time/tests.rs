//! Given this text, these times.

use super::*;
use crate::text::script::fold_all;

/// Each time of the text, read from the beginning, as `words = edtf`; `?` where it cannot be told.
fn read(text: &str, lang: Lang) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut context = TimeContext::new();
    find_times(&fold_all(&chars), lang)
        .iter()
        .map(|m| {
            let words: String = chars[m.span.range()].iter().collect();
            let edtf = context.read(m, &words).map_or("?".to_owned(), |r| r.time.edtf);
            format!("{words} = {edtf}")
        })
        .collect()
}

fn zh(text: &str) -> Vec<String> {
    read(text, Lang::Zh)
}

/// The bounds and the calendar of the last time of the text.
fn last(text: &str) -> Option<(String, String, Option<String>, crate::fact::Calendar)> {
    let chars: Vec<char> = text.chars().collect();
    let mut context = TimeContext::new();
    let times = find_times(&fold_all(&chars), Lang::Zh);
    let resolved =
        times.iter().map(|m| context.resolve(&m.expr, &String::from_iter(&chars[m.span.range()]))).last()??;
    let time = resolved.time;
    let end = time.end.map(|(a, b)| format!("{a}..{b}"));
    Some((time.earliest.to_string(), time.latest.to_string(), end, time.calendar))
}

macro_rules! times {
    ($($name:ident: $text:literal => [$($expected:literal),*];)*) => { times! { zh: $($name: $text => [$($expected),*];)* } };
    ($lang:ident: $($name:ident: $text:literal => [$($expected:literal),*];)*) => {
        $(#[test]
        fn $name() {
            let expected: &[&str] = &[$($expected),*];
            assert_eq!($lang($text), expected, "{}", $text);
        })*
    };
}

fn en(text: &str) -> Vec<String> {
    read(text, Lang::En)
}

times! { en:
    english_dates: "On 24 February 1881 they met, on February 24, 1881, in February 1881 and in 1881, on the 12th of May 1858" =>
        ["24 February 1881 = 1881-02-24", "February 24, 1881 = 1881-02-24", "February 1881 = 1881-02", "1881 = 1881",
         "12th of May 1858 = 1858-05-12"];
    english_parts_left_out: "In 1864 it fell. In March he left, on 4 June he came back; on the 26th, on May 7 and in late May" =>
        ["1864 = 1864", "March = 1864-03", "4 June = 1864-06-04", "the 26th = 1864-06-26", "May 7 = 1864-05-07", "late May = 1864-05"];
    english_decades_and_centuries: "in the 1860s, the late 1860s, the 19th century, late nineteenth century, the 18th and 19th centuries, the 3rd century BC" =>
        ["1860s = 186X", "late 1860s = 186X", "19th century = 18XX", "late nineteenth century = 18XX",
         "18th and 19th centuries = 17XX/18XX", "3rd century BC = -02XX"];
    english_ranges: "1877–1878, 1877–78, from 1839 to 1842, between 1839 and 1842, 24–26 February 1881, 24 February – 3 March 1881, February 24–26, 1881, May–June 1881 (1839–1842)" =>
        ["1877–1878 = 1877/1878", "1877–78 = 1877/1878", "from 1839 to 1842 = 1839/1842", "between 1839 and 1842 = 1839/1842",
         "24–26 February 1881 = 1881-02-24/1881-02-26", "24 February – 3 March 1881 = 1881-02-24/1881-03-03",
         "February 24–26, 1881 = 1881-02-24/1881-02-26", "May–June 1881 = 1881-05/1881-06", "1839–1842 = 1839/1842"];
    english_since_and_about: "since 1842, from 1842 onwards, c. 1840, circa 1840, in about 1840, until 1842, not until 1843" =>
        ["since 1842 = 1842/..", "from 1842 onwards = 1842/..", "c. 1840 = 1840~", "circa 1840 = 1840~", "about 1840 = 1840~", "until 1842 = ../1842", "1843 = 1843"];
    english_before_christ: "218 BC, 264–146 BC, AD 751, 751 AD" =>
        ["218 BC = -0217", "264–146 BC = -0263/-0145", "AD 751 = 0751", "751 AD = 0751"];
    english_relative: "In 1865 it fell. The following year he left; two years later he died. In that year, in June 1870, the next day; on 3 June 1870, the next day, three days later, a month later" =>
        ["1865 = 1865", "The following year = 1866", "two years later = 1868", "that year = 1868", "June 1870 = 1870-06", "the next day = ?",
         "3 June 1870 = 1870-06-03", "the next day = 1870-06-04", "three days later = 1870-06-07", "a month later = 1870-07"];
    english_seasons: "in the spring of 1842, early 1842, mid-1842, the end of 1842, winter 1839–40" =>
        ["spring of 1842 = 1842", "early 1842 = 1842", "mid-1842 = 1842", "the end of 1842 = 1842", "winter 1839–40 = 1839"];
    english_styles: "12 (24) February 1881, 12/24 February 1881, 26 May (7 June) 1858, 16 May 1858 (O.S.), 28 May 1858 N.S." =>
        ["12 (24) February 1881 = 1881-02-24", "12/24 February 1881 = 1881-02-24", "26 May (7 June) 1858 = 1858-06-07",
         "16 May 1858 (O.S.) = 1858-05-28", "28 May 1858 N.S. = 1858-05-28"];
    english_ends_with_to: "28 May to 30 June 1651, 27 BC to 476 AD, between 264 and 146 BC, c. 490–505 CE, 1380/81, 1881-02-24; he walked on 3 May 1808 to 40 towns" =>
        ["28 May to 30 June 1651 = 1651-05-28/1651-06-30", "27 BC to 476 AD = -0026/0476", "between 264 and 146 BC = -0263/-0145",
         "c. 490–505 CE = 0490~/0505", "1380/81 = 1380/1381", "1881-02-24 = 1881-02-24", "3 May 1808 = 1808-05-03"];
    english_old_style_between: "on 10 February [O.S. 29 January] 1763. In autumn 1765 he left. The following spring he came in mid-June." =>
        ["10 February [O.S. 29 January] 1763 = 1763-02-10", "autumn 1765 = 1765", "The following spring = 1766", "mid-June = 1766-06"];
    english_chronicles: "1526: Battle of Mohács\n- 1541 (the 16th year): Buda fell\n- 1552 – Temesvár fell\n1600 men: all died" =>
        ["1526 = 1526", "1541 = 1541", "1552 = 1552"];
    english_early_years: "In the 8th century. He ruled from 781 to 806. In 790, on 30 April 781 and by 797 he had 120 men in 300 ships (737–806); between 781 and 806, since 794." =>
        ["8th century = 07XX", "781 to 806 = 0781/0806", "790 = 0790", "30 April 781 = 0781-04-30", "797 = 0797", "737–806 = 0737/0806",
         "781 and 806 = 0781/0806", "since 794 = 0794/.."];
    english_early_days: "On the 1st of April 645 he left. It lasted from 20 June 645 to 18 September 645, and on 20 July he won." =>
        ["1st of April 645 = 0645-04-01", "from 20 June 645 to 18 September 645 = 0645-06-20/0645-09-18", "20 July = 0645-07-20"];
    english_many_early_years: "In 964 he came. In 965, she was married; in 966 they left." =>
        ["964 = 0964", "965 = 0965", "966 = 0966"];
    english_eras_with_points: "The caliph (r. 813–833 A.D.) died in 215 B.C., in the second half of 834." =>
        ["813–833 A.D. = 0813/0833", "215 B.C. = -0214", "second half of 834 = 0834"];
    english_three_figures_are_numbers: "In 1864 he had 300 men, in 781, from 120 to 150." => ["1864 = 1864"];
    english_glued: "(8 February 129128 May 1357) and (1844October 1, 1901)" =>
        ["8 February 129128 May 1357 = 1291-02-08/1357-05-28", "1844October 1, 1901 = 1844/1901-10-01"];
    english_names: "the 1839 campaign, the Treaty of 1842, the War of 1812." => ["1839 = 1839", "1842 = 1842", "1812 = 1812"];
    english_no_dates: "1500 men, a force of 1500 men, with 2000 horses, they may march, 30,000 in all, some 1800 soldiers, 12 guns, in may ways, the 26th regiment, August personages, 3.1881, No. 1842x, fighting and 2000 to guard, companies of 1200 carts to move, about 1500 people" => ["may = ?"];
    english_footnotes_and_books: "died on 23 November 1940.5 Two, in 1901.1 He, Smith, A. (2001), two months earlier than most, 28(15) June 1913, on April 26, 363, he" =>
        ["23 November 1940 = 1940-11-23", "1901 = 1901", "28(15) June 1913 = 1913-06-28", "April 26, 363 = 0363-04-26"];
    english_lists: "in 1838, 1840 and 1842; 1894–5; by 1868 Russia, from 1206 to 1368, Around 1602, some; the morning of the 29th a man" =>
        ["1838 = 1838", "1840 = 1840", "1842 = 1842", "1894–5 = 1894/1895", "1868 = 1868", "from 1206 to 1368 = 1206/1368", "Around 1602 = 1602~", "the 29th = ?"];
}

times! {
    full_dates: "1864年10月7日、1864年10月、1864年" => ["1864年10月7日 = 1864-10-07", "1864年10月 = 1864-10", "1864年 = 1864"];
    parts_left_out: "1862年5月26日，俄軍入侵。6月4日，再入。1863年3月1日破裂，26日開戰。7月，停戰" =>
        ["1862年5月26日 = 1862-05-26", "6月4日 = 1862-06-04", "1863年3月1日 = 1863-03-01", "26日 = 1863-03-26", "7月 = 1863-07"];
    the_year_turns: "1839年11月出發，12月31日到達，1月返回，2月3日，6月" =>
        ["1839年11月 = 1839-11", "12月31日 = 1839-12-31", "1月 = 1840-01", "2月3日 = 1840-02-03", "6月 = 1840-06"];
    brackets_are_asides: "1864年3月，詩人（1783年－1852年，5月卒）來訪。6月，他（1864年離去。7月，卒）走了。8月（未閉，9月" =>
        ["1864年3月 = 1864-03", "1783年－1852年 = 1783/1852", "5月 = 1783-05", "6月 = 1864-06", "1864年 = 1864", "7月 = 1864-07",
         "8月 = 1864-08", "9月 = 1864-09"];
    same_and_next: "1864年6月3日，同日停戰，翌日再戰，同月撤軍，次月，同年，當年12月，次年春，翌年3月" =>
        ["1864年6月3日 = 1864-06-03", "同日 = 1864-06-03", "翌日 = 1864-06-04", "同月 = 1864-06", "次月 = 1864-07",
         "同年 = 1864", "當年12月 = 1864-12", "次年春 = 1865", "翌年3月 = 1866-03"];
    counted_from_before: "1865年，塔什干被吞併；三年後，撒馬爾罕淪陷。1864年3月，兩個月後，1864年3月30日，五天後，十年前" =>
        ["1865年 = 1865", "三年後 = 1868", "1864年3月 = 1864-03", "兩個月後 = 1864-05", "1864年3月30日 = 1864-03-30",
         "五天後 = 1864-04-04", "十年前 = 1854"];
    vague_lengths_are_no_dates: "1864年，數月後，多年後，數十年後，十餘年後，百年後" => ["1864年 = 1864"];
    before_christ: "公元前218年，前206年至前195年，（前87年）西元前3世紀，公元前221年" =>
        ["公元前218年 = -0217", "前206年至前195年 = -0205/-0194", "前87年 = -0086", "西元前3世紀 = -02XX", "公元前221年 = -0220"];
    ranges_before_christ: "前264～前146年，公元前3000年至2000年間，公元前8至6世紀，从前6世紀開始，前2世紀至公元1世紀，前217年初春" =>
        ["前264～前146年 = -0263/-0145", "公元前3000年至2000年間 = -2999/-1999", "公元前8至6世紀 = -07XX/-05XX",
         "从前6世紀開始 = -05XX/..", "前2世紀至公元1世紀 = -01XX/00XX", "前217年初春 = -0216"];
    of_our_era: "公元8世紀，西元25年，公元751年，618年" => ["公元8世紀 = 07XX", "西元25年 = 0025", "公元751年 = 0751", "618年 = 0618"];
    centuries: "19世紀，19世紀末，十九世紀中葉，18至19世紀，在18至19世紀早期，20世紀初" =>
        ["19世紀 = 18XX", "19世紀末 = 18XX", "十九世紀中葉 = 18XX", "18至19世紀 = 17XX/18XX", "18至19世紀早期 = 17XX/18XX", "20世紀初 = 19XX"];
    decades: "1860年代，19世紀60年代，二十世紀三十年代，70年代，1820年代末，1840至1850年代，980年代" =>
        ["1860年代 = 186X", "19世紀60年代 = 186X", "二十世紀三十年代 = 193X", "70年代 = 197X", "1820年代末 = 182X",
         "1840至1850年代 = 184X/185X", "980年代 = 098X"];
    ranges: "1877至1878年、1864年至1877年、1864－1877年、1864年10月7日至11日、10月7日至12月3日、1864年7月至1865年5月、1864-77年" =>
        ["1877至1878年 = 1877/1878", "1864年至1877年 = 1864/1877", "1864－1877年 = 1864/1877",
         "1864年10月7日至11日 = 1864-10-07/1864-10-11", "10月7日至12月3日 = 1864-10-07/1864-12-03",
         "1864年7月至1865年5月 = 1864-07/1865-05", "1864-77年 = 1864/1877"];
    ranges_in_brackets: "（1864至1877年間）（1785年－1799年）（1839-1842）（1865年—1870年）（1954年－）（1864）" =>
        ["1864至1877年間 = 1864/1877", "1785年－1799年 = 1785/1799", "1839-1842 = 1839/1842", "1865年—1870年 = 1865/1870",
         "1954年－ = 1954/..", "1864 = 1864"];
    days_of_one_month: "1864年7月9、10日，7月9-11日，6至8月，5、6月間" =>
        ["1864年7月9、10日 = 1864-07-09/1864-07-10", "7月9-11日 = 1864-07-09/1864-07-11", "6至8月 = 1864-06/1864-08", "5、6月間 = 1864-05/1864-06"];
    years_in_a_list: "1873、1874年" => ["1873 = 1873", "1874年 = 1874"];
    since_then: "1842年起，自1842年，從1804年開始，自1847年以來，1785年始称埃米爾，1954年至今，1868年以後" =>
        ["1842年起 = 1842/..", "自1842年 = 1842/..", "從1804年開始 = 1804/..", "自1847年以來 = 1847/..", "1785年始 = 1785/..",
         "1954年至今 = 1954/..", "1868年以後 = 1868/.."];
    not_since_then: "1864年起義，1864年起兵，1636年後金改國號，1860年後半，從1804年的戰爭" =>
        ["1864年 = 1864", "1864年 = 1864", "1636年 = 1636", "1860年後半 = 1860", "1804年 = 1804"];
    before_then_is_not_told: "1842年以前，1842年前往俄國" => ["1842年以前 = ?", "1842年 = 1842"];
    from_to: "自1839年至1842年，從1839到1842年" => ["自1839年至1842年 = 1839/1842", "從1839到1842年 = 1839/1842"];
    about_then: "1860年前後，1860年左右，約1813年，大約1813年，1890年間" =>
        ["1860年前後 = 1860~", "1860年左右 = 1860~", "約1813年 = 1813~", "大約1813年 = 1813~", "1890年間 = 1890~"];
    treaties_are_not_about: "《北京條約》1860年，條約1860年" => ["1860年 = 1860", "1860年 = 1860"];
    parts_of_years_and_months: "1842年春，1863年年底，1865年夏季，4月上旬，4月底，年底，1905年冬宮，1842年夏威夷" =>
        ["1842年春 = 1842", "1863年年底 = 1863", "1865年夏季 = 1865", "4月上旬 = 1865-04", "4月底 = 1865-04", "年底 = 1865",
         "1905年 = 1905", "1842年 = 1842"];
    chinese_figures: "一八六四年十月，二〇〇一年，一九四九年十月一日" =>
        ["一八六四年十月 = 1864-10", "二〇〇一年 = 2001", "一九四九年十月一日 = 1949-10-01"];
    era_dates: "同治三年九月初七，光緒七年正月二十六日，咸丰八年四月十六日，道光十九年十一月初二，光绪十六年闰二月二十三日" =>
        ["同治三年九月初七 = 1864-10-07", "光緒七年正月二十六日 = 1881-02-24", "咸丰八年四月十六日 = 1858-05-28",
         "道光十九年十一月初二 = 1839-12-07", "光绪十六年闰二月二十三日 = 1890-04-12"];
    era_years: "同治元年，乾隆二十三年冬，同治十年，民國三十年5月，昭和20年8月15日，明治三年，貞觀三年" =>
        ["同治元年 = 1862", "乾隆二十三年冬 = 1758", "同治十年 = 1871", "民國三十年5月 = 1941-05", "昭和20年8月15日 = 1945-08-15",
         "明治三年 = 1870", "貞觀三年 = 0629"];
    era_borders: "宣統三年十二月廿五，咸豐十一年十二月三十，同治元年正月初一，嘉慶二十六年，嘉慶二十七年" =>
        ["宣統三年十二月廿五 = 1912-02-12", "咸豐十一年十二月三十 = 1862-01-29", "同治元年正月初一 = 1862-01-30", "嘉慶二十六年 = 1821"];
    era_months: "光緒六年十二月，光緒7年3月2日，乾隆帝二十年" => ["光緒六年十二月 = 1881-01~", "光緒7年3月2日 = 1881-03-31"];
    reigns: "康熙年間，乾隆末年，光緒初" => ["康熙年間 = 1662/1722", "乾隆末年 = 1736/1795", "光緒初 = 1875/1908"];
    lunar_days_take_the_lunar_year: "光緒七年正月二十六日簽訂，四月廿七批准，閏七月初一，十二月" =>
        ["光緒七年正月二十六日 = 1881-02-24", "四月廿七 = 1881-05-24", "閏七月初一 = 1881-08-25", "十二月 = 1882-02~"];
    lunar_after_gregorian_in_brackets: "同治三年（1864年）九月初七" => ["同治三年 = 1864", "1864年 = 1864", "九月初七 = 1864-10-07"];
    lunar_beside_gregorian: "1861年1月8日（十一月二十八日），1861年1月8日（農曆十一月廿八）" =>
        ["1861年1月8日 = 1861-01-08", "十一月二十八日 = 1861-11-28", "1861年1月8日 = 1861-01-08", "農曆十一月廿八 = 1861-01-08"];
    sexagenary_years: "光緒二十年，甲午年，辛丑年，咸豐庚申年，光緒戊戌" =>
        ["光緒二十年 = 1894", "甲午年 = 1894", "辛丑年 = 1901", "咸豐庚申年 = 1860", "光緒戊戌 = 1898"];
    three_calendars: "1858年5月28日（咸丰八年四月十六日，当时俄国使用的儒略历1858年5月16日）" =>
        ["1858年5月28日 = 1858-05-28", "咸丰八年四月十六日 = 1858-05-28", "儒略历1858年5月16日 = 1858-05-28"];
    julian_dates: "1878年1月5日（俄曆12月24日），1861年3月3日（俄舊曆2月19日），1917年10月25日（儒略曆）" =>
        ["1878年1月5日 = 1878-01-05", "俄曆12月24日 = 1878-01-05", "1861年3月3日 = 1861-03-03", "俄舊曆2月19日 = 1861-03-03",
         "1917年10月25日 = 1917-11-07"];
    in_names: "1839年希瓦戰爭、十月革命、辛丑條約、甲午戰爭" => ["1839年 = 1839"];
    short_years: "1876年，77年4月" => ["1876年 = 1876", "77年4月 = 1877-04"];
    spaces: "1864 年 10 月 7 日" => ["1864 年 10 月 7 日 = 1864-10-07"];
    iso: "2018/10/27，2018-10-27" => ["2018/10/27 = 2018-10-27", "2018-10-27 = 2018-10-27"];
    lengths_are_no_dates: "1,000年，5年的戰爭，三年之久，第3日，一日，他日，十分，千年，歷時三月，三月餘，100年，500年歷史，276年的歷史，三個月，30年" => [];
    other_words: "當日本入侵，第二次日俄戰爭，同日本簽約，當年輕的，說明年輕，他是年輕人，6月，兩日內，30,000日，約四十年" => ["6月 = ?"];
    numbers_are_no_dates: "第1839號，1839人，3.5年，100.7月，共5日，A1839年" => [];
    recurring_months_are_no_dates: "1864年，每年6月到9月，當年隨皇帝西征，當年，March (1996)" => ["1864年 = 1864", "當年 = 1864"];
    odd_dates_are_refused: "1864年13月，1863年2月30日，9999年" => ["1864年 = 1864", "1863年2月30日 = ?"];
    runs_backward: "1877年至1864年" => ["1877年 = 1877", "1864年 = 1864"];
}

#[test]
fn bounds_are_exact() {
    use crate::fact::Calendar::{Chinese, Gregorian, Julian};
    let bounds = |a: &str, b: &str, end: Option<&str>, calendar| {
        Some((a.to_owned(), b.to_owned(), end.map(str::to_owned), calendar))
    };
    assert_eq!(last("1864年"), bounds("1864-01-01", "1864-12-31", None, Gregorian));
    assert_eq!(last("1877至1878年"), bounds("1877-01-01", "1877-12-31", Some("1878-01-01..1878-12-31"), Gregorian));
    assert_eq!(last("1842年起"), bounds("1842-01-01", "1842-12-31", None, Gregorian));
    assert_eq!(last("1865年春"), bounds("1865-03-01", "1865-05-31", None, Gregorian));
    assert_eq!(last("1864年4月下旬"), bounds("1864-04-21", "1864-04-30", None, Gregorian));
    assert_eq!(last("同治十年"), bounds("1871-02-19", "1872-02-08", None, Chinese));
    assert_eq!(last("光緒六年十二月"), bounds("1880-12-31", "1881-01-29", None, Chinese));
    assert_eq!(last("俄曆1858年5月16日"), bounds("1858-05-28", "1858-05-28", None, Julian));
    assert_eq!(last("19世紀末"), bounds("1866-01-01", "1899-12-31", None, Gregorian));
}

#[test]
fn the_way_to_a_date_is_told() {
    let mut context = TimeContext::new();
    let mut how = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let times = find_times(&fold_all(&chars), Lang::Zh);
        times.first().and_then(|m| context.resolve(&m.expr, text)).map_or("?".to_owned(), |r| r.how)
    };
    assert_eq!(how("1862年5月26日"), "1862-05-26: as written");
    assert_eq!(how("6月4日"), "1862-06-04: year taken from 1862年5月26日 before");
    assert_eq!(how("8日"), "1862-06-08: year taken from 1862年5月26日 before, month taken from 6月4日 before");
    assert_eq!(how("三年後"), "1865: 3 years after 1862年5月26日 before");
    assert_eq!(how("光緒七年正月二十六日"), "1881-02-24: 光绪 7 = 1881, in the Chinese calendar");
}

#[test]
fn peeking_leaves_the_context_as_it_was() {
    let mut context = TimeContext::new();
    let times = |text: &str| find_times(&text.chars().collect::<Vec<_>>(), Lang::Zh);
    let edtf = |r: Option<Resolved>| r.map(|r| r.time.edtf);
    assert_eq!(edtf(context.resolve(&times("1864年4月")[0].expr, "1864年4月")).as_deref(), Some("1864-04"));
    assert_eq!(edtf(context.peek(&times("1877年3月")[0].expr, "1877年3月")).as_deref(), Some("1877-03"));
    assert_eq!(edtf(context.resolve(&times("6月")[0].expr, "6月")).as_deref(), Some("1864-06"));
    context.reset();
    assert_eq!(context.resolve(&times("6月")[0].expr, "6月"), None);
}

#[test]
fn both_ends_of_a_range_are_times() {
    let ends = |text: &str| {
        let times = find_times(&text.chars().collect::<Vec<_>>(), Lang::Zh);
        TimeContext::new().ends(&times[0].expr, text).map(|(a, b)| format!("{} {}", a.edtf, b.edtf))
    };
    assert_eq!(ends("1864年10月7日至11日").as_deref(), Some("1864-10-07 1864-10-11"));
    assert_eq!(ends("约1627年-1680年6月").as_deref(), Some("1627~ 1680-06"));
    assert_eq!(ends("1864年"), None);
}

#[test]
fn times_that_need_nothing_before_are_told() {
    let alone = |text: &str| find_times(&text.chars().collect::<Vec<_>>(), Lang::Zh)[0].expr.stands_alone();
    assert!(["1864年", "19世纪", "1860年代", "光绪七年", "1864至1877年"].into_iter().all(alone));
    assert!(!["6月4日", "次年", "60年代", "三年后", "甲午年"].into_iter().any(alone));
}

#[test]
fn an_era_date_keeps_its_words() {
    let chars: Vec<char> = "光緒七年正月".chars().collect();
    let times = find_times(&fold_all(&chars), Lang::Zh);
    let time = TimeContext::new().resolve(&times[0].expr, "光緒七年正月").map(|r| r.time);
    assert_eq!(time.and_then(|t| t.era).as_deref(), Some("光緒七年正月"));
}

#[test]
fn no_text_makes_it_fail() {
    let pieces: Vec<char> =
        "19〇一二十百正閏初廿年月日世紀代公元前後同次至-、（）約自起以來光緒民國甲午俄曆儒略曆,. 底春"
            .chars()
            .collect();
    let mut state = 12345_u64;
    for _ in 0..20_000 {
        let text: Vec<char> = (0..12)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                pieces[(state >> 33) as usize % pieces.len()]
            })
            .collect();
        for lang in [Lang::Zh, Lang::En] {
            let mut context = TimeContext::new();
            let mut end = 0;
            for m in find_times(&fold_all(&text), lang) {
                assert!(m.span.start() >= end && m.span.end() <= text.len() && !m.span.is_empty());
                end = m.span.end();
                context.resolve(&m.expr, "x");
            }
        }
    }
}
