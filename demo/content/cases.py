"""Twelve case studies: invented clients, marked 示例, with results whose headlines follow from their figures."""

from demo.content.shapes import Case, Industry, Result

INDUSTRIES = (
    Industry("home-appliances", "家用設備", "買一次用十年的東西。客戶會查很久，問題集中在安裝之前和壞掉之後。"),
    Industry("food", "餐飲食品", "每天都要賣掉今天做的。難的是讓老客人想起你的時候，心裡不是優惠券。"),
    Industry("industrial-software", "工業軟體", "一單談半年，五個人參與。內容要讓工程師信得過，再替他說服主管。"),
    Industry("hardware", "五金製造", "東西好，名字沒人記得。從代工走到自有品牌，第一道關在經銷商嘴上。"),
    Industry("professional-services", "專業服務", "賣的是人的時間。價格說不清，客戶就只會問價格。"),
    Industry("education", "教育與托育", "付錢的人不是用的人。家長要的是看得見的日常，不是獎狀。"),
    Industry("consumer-goods", "日用文創", "便宜、重複、貨架上都一樣。一個小規矩可能比一次改版更有用。"),
    Industry("travel", "旅宿", "旺季不用寫，淡季才見功夫。先說壞消息的人，退訂最少。"),
    Industry("property", "物業服務", "天天發通知，沒有人讀完。改的是文字，少的是電話。"),
    Industry("farming", "農業", "一年只收一次，其餘的日子也有話可說。"),
    Industry("logistics", "物流貨運", "線索很多，回得太慢。漏斗最貴的洞，常在交接的地方。"),
)

_PERMISSION = "虛構客戶，僅作示例；不涉及任何真實企業，無需授權。"

CASES = (
    Case(
        slug="water-purifier-search",
        title="一家淨水設備商，怎樣不再靠競價過旺季",
        summary=(
            "每月線索大半來自競價，一停就歸零。我們沒有先寫新文章，而是把 312 篇舊文併成 94 篇，"
            "再補上售後電話裡問得最多的 22 個問題。"
        ),
        client="清嶺淨水（示例）",
        industry="home-appliances",
        services=("search-optimisation", "content-marketing"),
        permission_note=_PERMISSION,
        client_words="第四個月我差點叫停，因為文章變少了，心裡發慌。現在我最常打開的是那張「不必再寫」的清單。",
        client_words_by="清嶺淨水（示例）市場經理",
        cover="water",
        days_ago=33,
        results=(
            Result("自然搜尋帶來的月線索", "26", "81", "條", "12 個月", "表單與來電登記，首月與末月", "+212%"),
            Result("每條線索的成本", "320", "148", "元", "12 個月", "投放、外包與內部工時合計，除以當月線索數", "−54%"),
            Result("競價佔全部線索的比例", "74", "31", "%", "12 個月", "同一張線索登記表", "31%"),
        ),
        gallery=(
            ("water-pages", "312 篇舊文逐頁過一遍，留下的 94 篇塗成深色。五週裡沒有寫一篇新的。"),
            ("water-leads", "十二個月的自然線索。前五個月看不出變化，第四個月還少了兩條。"),
            ("water-share", "競價佔全部線索的比例，從 74% 到 31%。預算分三次下調，每次觀察四週。"),
        ),
    ),
    Case(
        slug="neighbourhood-bakery",
        title="社區烘焙店停掉三成促銷，回頭客反而多了",
        summary=(
            "三家店，兩千多位老顧客在微信裡，每天收到三條促銷。我們先把推送砍掉，再請店員每週回答一個真問題，"
            "讓人想起這家店的時候，心裡是麵包，不是優惠券。"
        ),
        client="半山烘焙（示例）",
        industry="food",
        services=("new-media-operations",),
        permission_note=_PERMISSION,
        client_words="以前顧客在群裡只會發「收到」。現在他們會問，這個歐包放到第三天要怎麼烤才好吃。",
        client_words_by="半山烘焙（示例）創辦人",
        cover="bread",
        days_ago=76,
        results=(
            Result("三十天內再次購買的比例", "9", "31", "%", "90 天", "會員消費記錄，三家門市合計", "3.4×"),
            Result("每月有內容的留言", "12", "86", "條", "90 天", "人工計數，不含表情與「收到」", "7.2×"),
            Result("每月取消關注率", "1.9", "0.6", "%", "90 天", "公眾號後台，首月與末月", "0.6%"),
        ),
        gallery=(
            ("bread-pushes", "推送從每週二十一條減到十五條，空出來的格子留給店員的一個答案。"),
            ("bread-return", "三十天內再次購買的人，每一百位裡從九位到三十一位。"),
        ),
    ),
    Case(
        slug="industrial-software-white-paper",
        title="六十八頁的白皮書，改成十二頁之後",
        summary=(
            "一份寫給自己領導看的白皮書，變成工程師壓在桌上的量測表。頁數少了八成，表單從九欄減到兩欄，"
            "銷售第一次覺得市場部的名單可以照著打。"
        ),
        client="恆線軟體（示例）",
        industry="industrial-software",
        services=("content-marketing", "search-optimisation"),
        permission_note=_PERMISSION,
        client_words="有三家客戶算完說暫時不必換系統。我當時很沮喪，後來其中一家直接下了單，說因為我們沒騙他。",
        client_words_by="恆線軟體（示例）市場總監",
        cover="blocks",
        days_ago=160,
        results=(
            Result("每條合格線索的成本", "860", "456", "元", "兩季", "銷售標記為合格的線索，含製作與投放費用", "−47%"),
            Result("每季約到的產品演示", "6", "19", "場", "兩季", "銷售日曆", "+217%"),
            Result("下載表單的完成率", "11", "38", "%", "兩季", "開始填寫與送出的次數之比", "38%"),
        ),
        gallery=(
            ("paper-pages", "68 頁留下 12 頁，其餘拆成五篇文章，或者直接刪除。"),
            ("paper-form", "下載表單從九欄減到兩欄，完成的人從 11% 到 38%。"),
        ),
    ),
    Case(
        slug="hinge-maker-brand",
        title="從代工廠到有名字：一副鉸鏈的品牌",
        summary=(
            "做了十九年代工，品質不輸任何人，經銷商卻說不出它叫什麼。一次訪談、一句主張、一套能印在三公分零件上的識別，"
            "半年後再問一遍同樣的問題。"
        ),
        client="合嶺五金（示例）",
        industry="hardware",
        services=("brand-strategy",),
        permission_note=_PERMISSION,
        client_words="最難的是那句話。定下來以後，標誌反而只開了兩次會。",
        client_words_by="合嶺五金（示例）總經理",
        cover="joint",
        days_ago=248,
        results=(
            Result("經銷商認得標誌", "32", "71", "%", "6 個月", "前後各訪問 200 位，問法相同", "71%"),
            Result("說得出主要賣什麼", "18", "46", "%", "6 個月", "同上，開放式回答，兩人獨立判定", "46%"),
            Result("記得在哪裡買得到", "54", "63", "%", "6 個月", "同上", "63%"),
            Result("自有品牌的平均單價", "12.4", "15.1", "元", "6 個月", "出貨單，改版前後各一季", "+22%"),
        ),
        gallery=(
            ("bars", "前後各訪問 200 位經銷商，問法相同：認得標誌、說得出賣什麼、記得在哪裡買。"),
            ("hinge-mark", "同一個標誌，從展位縮到三公分零件上的壓印，三種尺寸都要認得出來。"),
        ),
    ),
    Case(
        slug="freight-first-hour",
        title="線索沒有變多，約到的通話多了一半",
        summary=(
            "市場說銷售不跟，銷售說線索太爛。把兩份報表接起來逐條讀，最貴的洞在抄送欄：一條線索六個名字，等於沒有名字。"
        ),
        client="遠帆貨運（示例）",
        industry="logistics",
        services=("growth-diagnosis",),
        permission_note=_PERMISSION,
        client_words="以前月會要吵一個小時，現在大家先看那個數字：昨天有沒有人等超過兩天。",
        client_words_by="遠帆貨運（示例）銷售總監",
        cover="containers",
        days_ago=58,
        results=(
            Result("第一次回覆的中位時間", "9", "1.7", "小時", "兩個月", "系統記錄，只算上班時間", "−81%"),
            Result("四十八小時以後才回的線索", "203", "12", "條", "三個季度", "同一張登記表，前後各三季", "−94%"),
            Result("約到通話的比例", "29", "44", "%", "三個季度", "銷售日曆與線索登記表對照", "44%"),
        ),
        gallery=(
            ("freight-call", "每一百條線索裡約到通話的，從 29 條到 44 條，線索總數前後差不多。"),
            ("freight-late", "四十八小時以後才回的比例，從兩成掉到一成以下，再到幾乎沒有。"),
        ),
    ),
    Case(
        slug="stationery-second-half",
        title="一條倉庫裡的規矩，成了品牌的第二句話",
        summary=(
            "寫完的本子拿回來，半價換下一本。這條沒有人當回事的規矩，被一位小學老師說出口，後來印上了每一本的最後一頁。"
        ),
        client="折葉文具（示例）",
        industry="consumer-goods",
        services=("brand-strategy",),
        permission_note=_PERMISSION,
        client_words="念到「最便宜的那條線要停」的時候，會議室安靜了很久。停掉以後，沒有一個店主來問。",
        client_words_by="折葉文具（示例）副總經理",
        cover="pencils",
        days_ago=112,
        results=(
            Result("老師說得出「寫完能換」", "12", "58", "%", "9 個月", "前後各訪問 120 位，開放式回答", "58%"),
            Result("每月換出的本子", "300", "2,140", "本", "9 個月", "倉庫回收記錄", "7.1×"),
            Result("自有通路的營收佔比", "21", "34", "%", "9 個月", "財務報表，同月對比", "34%"),
        ),
        gallery=(
            ("stationery-teachers", "一百位老師裡，說得出這條規矩的從 12 位到 58 位。"),
            ("stationery-swaps", "每月換出的本子，試點的頭三個月看不出變化，第四個月開學才升起來。"),
        ),
    ),
    Case(
        slug="testing-lab-move",
        title="2,130 個舊網址，一個也沒有丟",
        summary=("六年前改版掉了四成詢問，這一次老闆只有一個要求：別再來一遍。三週填表，一個上午切換，十四天看日誌。"),
        client="北埠檢測（示例）",
        industry="professional-services",
        services=(
            "website-move",
            "search-optimisation",
        ),
        permission_note=_PERMISSION,
        client_words="切換那天我準備好加班，結果十一點就去吃飯了。最累的是前面那三週的表格。",
        client_words_by="北埠檢測（示例）資訊主管",
        cover="vials",
        days_ago=139,
        results=(
            Result("有人訪問的失效網址", "214", "0", "個", "14 天", "伺服器日誌，每日統計，不含亂猜的路徑", "−100%"),
            Result("四週的自然訪問", "9,600", "9,420", "次", "8 週", "搬家前後各四週，無痕統計", "−2%"),
            Result("每月報價詢問", "41", "57", "條", "6 個月", "表單與來電登記", "+39%"),
        ),
        gallery=(
            ("lab-pages", "640 頁併成 212 頁，留下的塗成深色；併掉的每一頁都有轉向。"),
            ("lab-errors", "切換後的失效網址，第一天 214 個，第五天 12 個，第十四天歸零。"),
        ),
    ),
    Case(
        slug="guest-house-slow-season",
        title="把壞消息寫在第一行，淡季反而滿了一半",
        summary=(
            "土路要走八分鐘，下雨的日子佔四成，夜裡零下三度。山裡的九間房把退訂的理由全部寫到最前面，一塊錢也沒有降。"
        ),
        client="雲下山居（示例）",
        industry="travel",
        services=(
            "content-marketing",
            "new-media-operations",
        ),
        permission_note=_PERMISSION,
        client_words="有位客人入住時說，你們寫得太慘了，我還以為會更冷。她住了四晚。",
        client_words_by="雲下山居（示例）老闆娘",
        cover="cottage",
        days_ago=171,
        results=(
            Result("淡季入住率", "31", "52", "%", "5 個月", "訂房系統，十一月到三月，與前一年同期比", "52%"),
            Result("直接訂房的佔比", "18", "46", "%", "5 個月", "訂房系統", "46%"),
            Result("退訂率", "14", "7", "%", "5 個月", "同上，含平台訂單", "7%"),
        ),
        gallery=(
            ("guest-nights", "淡季每一百個房晚，住滿的從 31 個到 52 個。"),
            ("guest-direct", "直接訂房的佔比，四次統計依次是 18%、27%、39%、46%。"),
        ),
    ),
    Case(
        slug="nursery-open-door",
        title="教室坐滿之前，先把門開著",
        summary=(
            "攝影器材買好了，家長卻是在小區群裡看文章找來的。老師每天寫三句話，"
            "每週一篇，文末只說一句：週三上午門是開著的。"
        ),
        client="小椿托育（示例）",
        industry="education",
        services=(
            "new-media-operations",
            "brand-strategy",
        ),
        permission_note=_PERMISSION,
        client_words="我們最怕寫哭的那篇，結果轉得最多。家長說，看了才知道自己家的不是最難帶的。",
        client_words_by="小椿托育（示例）園長",
        cover="boats",
        days_ago=196,
        results=(
            Result("每月預約參觀", "9", "27", "組", "6 個月", "預約登記，首月與末月", "3.0×"),
            Result("參觀後報名的比例", "22", "41", "%", "6 個月", "報名登記與預約登記對照", "41%"),
            Result("文章被轉進群的次數", "14", "63", "次", "6 個月", "每篇平均，公眾號後台的分享數", "4.5×"),
        ),
        gallery=(
            ("nursery-visits", "每月預約參觀的家庭，從 9 組到 27 組，升得最快的是開學前兩個月。"),
            ("nursery-signed", "每一百組來參觀的家庭，報名的從 22 組到 41 組。"),
        ),
    ),
    Case(
        slug="bookkeeping-price-page",
        title="價格寫上網，詢問少了三成，簽約多了近一半",
        summary=(
            "八成的詢問只問一句多少錢。把費用的組成、最近十單的中間值和不適合的公司都寫出來，顧問每週少開六小時的會。"
        ),
        client="泊岸財稅（示例）",
        industry="professional-services",
        services=("content-marketing",),
        permission_note=_PERMISSION,
        client_words="第三週我想撤。幸好沒撤，報稅季一到，來的人連自己在哪一格都說得出來。",
        client_words_by="泊岸財稅（示例）負責人",
        cover="ledger",
        days_ago=222,
        results=(
            Result("每月簽約", "13", "19", "家", "6 個月", "合同登記，前後各六個月的平均", "+46%"),
            Result("每月詢問", "118", "84", "條", "6 個月", "表單、來電與微信合計", "−29%"),
            Result("顧問每週開會", "14", "8", "小時", "6 個月", "日曆統計，三人合計", "−43%"),
        ),
        gallery=(
            ("bookkeeping-signed", "每一百條詢問裡簽約的，從 11 條到 23 條。"),
            ("bookkeeping-enquiries", "每月的詢問數，上線第三週明顯變少，之後停在 84 條上下。"),
        ),
    ),
    Case(
        slug="orchard-two-harvests",
        title="一年只收一次的果園，怎麼有十二個月可寫",
        summary=("開花那天起每十天一篇，寫霜、寫蟲、寫決定不打的那次藥。少收兩成的消息登出去，預訂反而早了三週滿額。"),
        client="青禾果園（示例）",
        industry="farming",
        services=("content-marketing",),
        permission_note=_PERMISSION,
        client_words="斑點那一頁救了客服。以前要吵半個小時，現在發過去，客人自己數有幾個。",
        client_words_by="青禾果園（示例）場長",
        cover="orchard",
        days_ago=274,
        results=(
            Result("收成前訂出去的比例", "12", "48", "%", "兩個產季", "訂單系統，以開採日為界", "48%"),
            Result("每千單的壞果爭議", "37", "11", "件", "兩個產季", "客服工單", "−70%"),
            Result("老客人再買的比例", "19", "36", "%", "兩個產季", "訂單系統，同一收件人", "36%"),
        ),
        gallery=(
            ("orchard-presold", "每一百箱裡，收成前就訂出去的從 12 箱到 48 箱。"),
            ("orchard-writing", "一週的更新怎麼排：原來只有收成季天天發，後來全年每週一到兩篇。"),
        ),
    ),
    Case(
        slug="property-notice-board",
        title="四十二種通知重寫之後，電話少了一半",
        summary=(
            "停水的日期在第六行，住戶讀到第二行就停了。六位管家用八週把四十二種通知改成三行，每改一種都拿到樓下請人讀。"
        ),
        client="雲階物業（示例）",
        industry="property",
        services=("editorial-training",),
        permission_note=_PERMISSION,
        client_words="最難改的是第一行的「尊敬的」。改完有位老先生專門打電話來，說這次看懂了。",
        client_words_by="雲階物業（示例）客服經理",
        cover="stairs",
        days_ago=318,
        results=(
            Result("每月與通知有關的來電", "186", "97", "通", "4 個月", "客服系統，標記為「通知諮詢」", "−48%"),
            Result("讀完通知的住戶", "23", "61", "%", "4 個月", "公眾號後台的讀完比例，九個小區平均", "61%"),
            Result("物業費按時繳納率", "88", "93", "%", "4 個月", "財務報表，與前一年同季比", "93%"),
        ),
        gallery=(
            ("property-lines", "通知的樣子：左邊是原來的九行，右邊是改過的三行。"),
            ("property-read", "每一百位住戶裡讀完的，從 23 位到 61 位。"),
        ),
    ),
)
